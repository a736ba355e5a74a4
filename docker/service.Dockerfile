# One service of the network, as Maven packaged it. The build argument names the module; the context is the repository's root.
FROM eclipse-temurin:25-jre

ARG MODULE

# What changes seldom comes first, so that a rebuild sends only the application itself.
COPY ${MODULE}/target/quarkus-app/lib/ /app/lib/
COPY ${MODULE}/target/quarkus-app/quarkus-run.jar /app/
COPY ${MODULE}/target/quarkus-app/quarkus/ /app/quarkus/
COPY ${MODULE}/target/quarkus-app/app/ /app/app/

WORKDIR /app
USER 10001:10001

ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "quarkus-run.jar"]

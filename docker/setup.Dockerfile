# The commands around the containers: makes their secrets once, loads the demo network, prints tokens.
FROM eclipse-temurin:25-jre

COPY local-stack/target/lib/ /app/lib/
COPY local-stack/target/classes/ /app/classes/
COPY identity/ /app/identity/
COPY booking-service/demo/ /app/booking-service/demo/

WORKDIR /app

ENTRYPOINT ["java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", "/app/classes:/app/lib/*", "network.physio.local.Containers"]

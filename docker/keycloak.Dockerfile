# Keycloak, built for PostgreSQL beforehand, so that a container starts in seconds and writes nothing into its own image.
FROM quay.io/keycloak/keycloak:26.7.3 AS build
RUN /opt/keycloak/bin/kc.sh build --db=postgres --health-enabled=true

FROM quay.io/keycloak/keycloak:26.7.3
COPY --from=build /opt/keycloak/lib/quarkus/ /opt/keycloak/lib/quarkus/

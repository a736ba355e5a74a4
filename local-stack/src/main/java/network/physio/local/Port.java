package network.physio.local;

/** Every port of the stack, with the environment variable that moves it. */
enum Port {
    GATEWAY("PHYSIO_GATEWAY_PORT", 8080, "the gateway"),
    BOOKING("PHYSIO_BOOKING_PORT", 8081, "booking-service"),
    TRIAGE("PHYSIO_TRIAGE_PORT", 8082, "triage-service"),
    CONTENT("PHYSIO_CONTENT_PORT", 8083, "content-service"),
    BOOKING_2("PHYSIO_BOOKING_2_PORT", 8091, "the second booking-service"),
    GATEWAY_MANAGEMENT("PHYSIO_GATEWAY_MANAGEMENT_PORT", 9080, "the gateway's management"),
    BOOKING_MANAGEMENT("PHYSIO_BOOKING_MANAGEMENT_PORT", 9081, "booking-service's management"),
    TRIAGE_MANAGEMENT("PHYSIO_TRIAGE_MANAGEMENT_PORT", 9082, "triage-service's management"),
    CONTENT_MANAGEMENT("PHYSIO_CONTENT_MANAGEMENT_PORT", 9083, "content-service's management"),
    BOOKING_2_MANAGEMENT("PHYSIO_BOOKING_2_MANAGEMENT_PORT", 9091, "the second booking-service's management"),
    KEYCLOAK("PHYSIO_KEYCLOAK_PORT", 8180, "Keycloak"),
    KEYCLOAK_MANAGEMENT("PHYSIO_KEYCLOAK_MANAGEMENT_PORT", 9180, "Keycloak's management"),
    // Where mail is caught: the services send to the first, people look at the second.
    MAIL("PHYSIO_MAIL_PORT", 1025, "the mail catcher"),
    MAIL_PAGE("PHYSIO_MAIL_PAGE_PORT", 8025, "the mail catcher's page"),
    // Not 5432: that is where a developer's own PostgreSQL listens.
    POSTGRES("PHYSIO_POSTGRES_PORT", 15432, "PostgreSQL");

    final String variable;
    final int usual;
    final String user;

    Port(String variable, int usual, String user) {
        this.variable = variable;
        this.usual = usual;
        this.user = user;
    }
}

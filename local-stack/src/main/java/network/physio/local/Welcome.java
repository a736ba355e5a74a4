package network.physio.local;

import java.util.stream.Collectors;

/** What somebody needs to know who has just started the stack. */
final class Welcome {

    private Welcome() {}

    static String to(LocalStack stack, Folders folders, Secrets secrets, double seconds) {
        String users = stack.demoUsers().stream()
                .map(user -> "  %-24s %-15s %s"
                        .formatted(user.name(), user.role(), user.scope())
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
        return """

                The network is ready after %.0f s.

                  Portal    %s/
                  Mail      %s/ (or make mail: every e-mail is caught, none is delivered)
                  Logs      %s
                  Keycloak  %s (user admin, password in %s)

                Demo users, all with the password %s
                %s
                  %-24s %-15s client credentials

                Try
                  curl '%s/booking/v1/clinics?limit=2'
                  curl -H "Authorization: Bearer $(make -s token USER=receptionist)" '%s/booking/v1/appointments'

                Ctrl-C stops everything; make reset empties it.
                """.formatted(
                        seconds,
                        stack.gateway(),
                        stack.mailPage(),
                        folders.shown(folders.logs()),
                        stack.identity(),
                        folders.shown(secrets.file(DemoSecrets.KEYCLOAK_ADMIN)),
                        secrets.password(DemoSecrets.PASSWORD),
                        users,
                        DemoSecrets.PARTNER,
                        "partner",
                        stack.gateway(),
                        stack.gateway());
    }
}

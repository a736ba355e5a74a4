package network.physio.booking.message;

/** What people see who follow the link at the end of a letter. No script, no style, nothing loaded. */
final class UnsubscribePage {

    static final String ASK = page("""
            <h1>Stop these e-mails?</h1>
            <p>You will get no more e-mails of this kind. We still write when an appointment is booked, changed or cancelled.</p>
            <form method="post"><button>Stop these e-mails</button></form>
            """);

    static final String DONE = page("""
            <h1>Done</h1>
            <p>You get no more e-mails of this kind. We still write when an appointment is booked, changed or cancelled.
            Your clinic can switch them on again.</p>
            """);

    private UnsubscribePage() {}

    private static String page(String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <meta name="robots" content="noindex"><title>E-mails</title></head>
                <body>
                %s</body>
                </html>
                """.formatted(body);
    }
}

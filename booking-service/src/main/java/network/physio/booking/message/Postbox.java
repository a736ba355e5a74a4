package network.physio.booking.message;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import network.physio.booking.calendar.AppointmentFiles;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Hands letters to the mail server, and knows the difference between "not sent" and "nobody knows": only the first may be
 * tried again. The server's words are not passed on, for they may name the address.
 */
@ApplicationScoped
class Postbox {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** RFC 5321: about the mailbox or the content, and final. Others of 5xx are about us, such as a wrong password. */
    private static final int FIRST_FINAL = 550;

    private static final int LAST_FINAL = 554;

    static final String UNREACHABLE = "server-unreachable";

    private final ReactiveMailer mailer;
    private final Vertx vertx;
    private final String from;

    Postbox(ReactiveMailer mailer, Vertx vertx, @ConfigProperty(name = "quarkus.mailer.from") Optional<String> from) {
        this.mailer = mailer;
        this.vertx = vertx;
        this.from = from.orElse("");
    }

    sealed interface Delivery {
        /** The server has taken it. */
        record Sent() implements Delivery {}

        /** It certainly has not gone out; a later try may succeed. */
        record NotNow(String reason, boolean serverIsAway) implements Delivery {}

        /** It certainly has not gone out, and never will. */
        record Refused(String reason) implements Delivery {}

        /** It may have gone out. */
        record Unclear(String reason) implements Delivery {}
    }

    Delivery post(Letter letter) {
        try {
            send(mail(letter)).await().atMost(PATIENCE);
            return new Delivery.Sent();
        } catch (TimeoutException silent) {
            return new Delivery.Unclear("no-answer");
        } catch (IllegalArgumentException noAddress) {
            return new Delivery.Refused("invalid-address");
        } catch (RuntimeException failure) {
            return delivery(failure);
        }
    }

    /**
     * On the event loop that will serve the connection. Begun elsewhere, the mail client may begin to listen after a server
     * that is near has said its greeting, and then wait for it until the end (seen with one letter in ten).
     */
    private Uni<Void> send(Mail mail) {
        Context loop = vertx.getOrCreateContext();
        // Deferred, since an address that is none is thrown and not answered.
        Uni<Void> sending = Uni.createFrom().deferred(() -> mailer.send(mail));
        return Uni.createFrom()
                .emitter(sent -> loop.runOnContext(now -> sending.subscribe().with(sent::complete, sent::fail)));
    }

    /** Mutiny wraps checked exceptions, so the cause may lie deeper. */
    private static Delivery delivery(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException answer) {
                return answered(answer.getReplyCode());
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return new Delivery.NotNow(UNREACHABLE, true);
            }
        }
        return new Delivery.Unclear("connection-lost");
    }

    private static Delivery answered(int code) {
        return FIRST_FINAL <= code && code <= LAST_FINAL
                ? new Delivery.Refused("smtp-" + code)
                : new Delivery.NotNow("smtp-" + code, false);
    }

    private Mail mail(Letter letter) {
        Mail mail = Mail.withText(letter.to(), letter.subject(), letter.text())
                .addHeader("Message-ID", "<%s@%s>".formatted(letter.id(), from.replaceAll("^.*@|>.*$", "")))
                .addHeader("Content-Language", letter.language())
                // RFC 3834: holiday notices and the like are not to be sent back.
                .addHeader("Auto-Submitted", "auto-generated");
        letter.calendar()
                .ifPresent(file -> mail.addAttachment(
                        "appointment.ics", file.getBytes(StandardCharsets.UTF_8), AppointmentFiles.TYPE));
        letter.replyTo().ifPresent(mail::setReplyTo);
        letter.unsubscribe()
                .ifPresent(address -> mail.addHeader("List-Unsubscribe", "<%s>".formatted(address))
                        // RFC 8058: a mail program switches it off with one POST, and nobody by opening the address.
                        .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        return mail;
    }
}

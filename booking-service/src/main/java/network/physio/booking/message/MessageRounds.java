package network.physio.booking.message;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import network.physio.booking.event.EventConsumers;

/** Does the work of this package every second; any number of copies of the service may. */
@ApplicationScoped
class MessageRounds {

    private static final String CONSUMER = "messages";
    private static final int EVENTS_AT_ONCE = 200;

    private final EventConsumers events;
    private final PlanMessages planMessages;
    private final SendMessages sendMessages;

    MessageRounds(EventConsumers events, PlanMessages planMessages, SendMessages sendMessages) {
        this.events = events;
        this.planMessages = planMessages;
        this.sendMessages = sendMessages;
    }

    @Scheduled(every = "${physio.messages.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void plan() {
        while (events.next(CONSUMER, EVENTS_AT_ONCE, planMessages::after)) {
            // there may be more at once
        }
    }

    @Scheduled(every = "${physio.messages.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void send() {
        sendMessages.giveUpUnanswered();
        sendMessages.round();
    }
}

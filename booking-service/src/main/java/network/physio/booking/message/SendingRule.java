package network.physio.booking.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.physio.booking.message.Visit.Addressee;

/** Why a message that is due is not sent; the first rule that objects decides. */
interface SendingRule {

    Optional<DropReason> objects(Message message, Visit visit, Addressee addressee, Instant now);

    SendingRule ONLY_TO_WHO_IS_WRITTEN_TO =
            (message, visit, addressee, now) -> AddresseeRule.objection(message.purpose(), addressee);

    SendingRule ONLY_WHAT_IS_STILL_SO = (message, visit, addressee, now) ->
            isStillSo(message.purpose(), visit, now) ? Optional.empty() : Optional.of(DropReason.SUPERSEDED);

    SendingRule NOT_TOO_LATE = (message, visit, addressee, now) ->
            now.isBefore(message.goodUntil()) ? Optional.empty() : Optional.of(DropReason.TOO_LATE);

    List<SendingRule> ALL = List.of(ONLY_TO_WHO_IS_WRITTEN_TO, ONLY_WHAT_IS_STILL_SO, NOT_TOO_LATE);

    private static boolean isStillSo(MessagePurpose purpose, Visit visit, Instant now) {
        return switch (purpose) {
            case CONFIRMATION, CHANGE -> visit.isConfirmed();
            case REMINDER -> visit.isConfirmed() && !visit.rebookingNeeded();
            case REBOOKING_NEEDED -> visit.isConfirmed() && visit.rebookingNeeded();
            case CANCELLATION -> visit.state().equals("cancelled");
            case SORENESS_CHECK -> visit.state().equals("completed");
            case WAITLIST_OFFER ->
                visit.state().equals("held")
                        && visit.heldUntil() != null
                        && visit.heldUntil().isAfter(now);
        };
    }
}

package network.physio.booking.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.physio.booking.message.Visit.Addressee;

/** Why a message that is due is not sent; the first rule that objects decides. */
interface SendingRule {

    Optional<DropReason> objects(Message message, Visit visit, Addressee addressee, Instant now);

    SendingRule NEVER_TO_THE_DECEASED = (message, visit, addressee, now) ->
            addressee.deceased() ? Optional.of(DropReason.DECEASED) : Optional.empty();

    SendingRule NEVER_TO_WHO_WANTS_NO_CONTACT = (message, visit, addressee, now) ->
            addressee.doNotContact() ? Optional.of(DropReason.DO_NOT_CONTACT) : Optional.empty();

    SendingRule NOT_WHAT_IS_SWITCHED_OFF = (message, visit, addressee, now) -> message.purpose()
                            .isOptional()
                    && addressee.switchedOff().contains(message.purpose().code())
            ? Optional.of(DropReason.SWITCHED_OFF)
            : Optional.empty();

    SendingRule ONLY_WHAT_IS_STILL_SO = (message, visit, addressee, now) ->
            isStillSo(message.purpose(), visit, now) ? Optional.empty() : Optional.of(DropReason.SUPERSEDED);

    SendingRule NOT_TOO_LATE = (message, visit, addressee, now) ->
            now.isBefore(message.goodUntil()) ? Optional.empty() : Optional.of(DropReason.TOO_LATE);

    SendingRule SOMEWHERE_TO_SEND_IT = (message, visit, addressee, now) ->
            addressee.email() == null ? Optional.of(DropReason.NO_ADDRESS) : Optional.empty();

    List<SendingRule> ALL = List.of(
            NEVER_TO_THE_DECEASED,
            NEVER_TO_WHO_WANTS_NO_CONTACT,
            NOT_WHAT_IS_SWITCHED_OFF,
            ONLY_WHAT_IS_STILL_SO,
            NOT_TOO_LATE,
            SOMEWHERE_TO_SEND_IT);

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

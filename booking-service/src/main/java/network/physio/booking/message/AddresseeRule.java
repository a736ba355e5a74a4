package network.physio.booking.message;

import java.util.List;
import java.util.Optional;
import network.physio.booking.message.Visit.Addressee;

/** Why somebody is not written to for a purpose, whatever there is to say; the first rule that objects decides. */
interface AddresseeRule {

    Optional<DropReason> objects(MessagePurpose purpose, Addressee addressee);

    AddresseeRule NEVER_TO_THE_DECEASED =
            (purpose, addressee) -> addressee.deceased() ? Optional.of(DropReason.DECEASED) : Optional.empty();

    /** Not even what they have to know of an appointment: that stands in the clinic's day, and somebody calls. */
    AddresseeRule NEVER_TO_WHO_WANTS_NO_CONTACT = (purpose, addressee) ->
            addressee.doNotContact() ? Optional.of(DropReason.DO_NOT_CONTACT) : Optional.empty();

    AddresseeRule NOT_WHAT_IS_SWITCHED_OFF = (purpose, addressee) ->
            purpose.isOptional() && addressee.switchedOff().contains(purpose.code())
                    ? Optional.of(DropReason.SWITCHED_OFF)
                    : Optional.empty();

    AddresseeRule SOMEWHERE_TO_SEND_IT =
            (purpose, addressee) -> addressee.email() == null ? Optional.of(DropReason.NO_ADDRESS) : Optional.empty();

    List<AddresseeRule> ALL = List.of(
            NEVER_TO_THE_DECEASED, NEVER_TO_WHO_WANTS_NO_CONTACT, NOT_WHAT_IS_SWITCHED_OFF, SOMEWHERE_TO_SEND_IT);

    static Optional<DropReason> objection(MessagePurpose purpose, Addressee addressee) {
        return ALL.stream()
                .flatMap(rule -> rule.objects(purpose, addressee).stream())
                .findFirst();
    }
}

package network.physio.booking.calendar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a visit is, in the neutral words that may stand on a screen that others see: whoever walks past a practitioner's
 * phone learns a room or a suburb, and from a patient's only that there is an appointment.
 */
sealed interface CalendarPlace {

    String inDiary();

    @Nullable
    String addressInDiary();

    String onOwnFile();

    @Nullable
    String addressOnOwnFile();

    static CalendarPlace of(
            String place, @Nullable String room, @Nullable String suburb, String clinic, String clinicAddress) {
        return switch (place) {
            case "room" -> new Room(Objects.requireNonNullElse(room, clinic), clinic, clinicAddress);
            case "address" -> new Home(Objects.requireNonNullElse(suburb, "home visit"), clinic);
            case "online" -> new Online(clinic);
            default -> throw new IllegalStateException("no words for a visit at the place " + place);
        };
    }

    /** At the clinic. */
    record Room(String room, String clinic, String clinicAddress) implements CalendarPlace {
        @Override
        public String inDiary() {
            return "Appointment – " + room;
        }

        @Override
        public String addressInDiary() {
            return clinicAddress;
        }

        @Override
        public String onOwnFile() {
            return "Appointment at " + clinic;
        }

        @Override
        public String addressOnOwnFile() {
            return clinicAddress;
        }
    }

    /** At the patient's: the address is theirs and stays out of calendars. */
    record Home(String suburb, String clinic) implements CalendarPlace {
        @Override
        public String inDiary() {
            return "Appointment – " + suburb;
        }

        @Override
        public @Nullable String addressInDiary() {
            return null;
        }

        @Override
        public String onOwnFile() {
            return "Appointment with " + clinic;
        }

        @Override
        public @Nullable String addressOnOwnFile() {
            return null;
        }
    }

    /** By video. */
    record Online(String clinic) implements CalendarPlace {
        @Override
        public String inDiary() {
            return "Appointment – online";
        }

        @Override
        public @Nullable String addressInDiary() {
            return null;
        }

        @Override
        public String onOwnFile() {
            return "Appointment with " + clinic;
        }

        @Override
        public @Nullable String addressOnOwnFile() {
            return null;
        }
    }
}

package network.physio.booking.accesslog;

import network.physio.http.Slugs;

/** Why somebody may touch a patient's data. */
public enum Purpose {
    /** The person themselves, whoever acts for them, or the guest who gave the details. */
    OWN_RECORD,
    /** Reception of a clinic that treats the patient. */
    FRONT_DESK,
    /** A practitioner with an appointment with the patient. */
    TREATMENT,
    /** The platform that sold the appointment. */
    PARTNER_BOOKING,
    /** How long records are kept: the network's administrator, or the job that watches it. */
    RETENTION;

    String code() {
        return Slugs.of(this);
    }
}

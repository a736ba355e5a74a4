package network.physio.booking.patient;

import static network.physio.booking.column.Columns.constant;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.physio.http.Slugs;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What somebody who acts for a patient is to them. */
@Schema(name = "Relation", description = "What the person who acts is to the patient")
public enum Relation {
    @JsonProperty("self")
    SELF,
    @JsonProperty("parent")
    PARENT,
    @JsonProperty("guardian")
    GUARDIAN,
    @JsonProperty("carer")
    CARER,
    /** Named by the patient to act for them. */
    @JsonProperty("nominee")
    NOMINEE,
    /** The home in which the patient lives. */
    @JsonProperty("residence")
    RESIDENCE;

    public String code() {
        return Slugs.of(this);
    }

    /** As the database has it. */
    public static Relation of(String code) {
        return constant(Relation.class, code);
    }
}

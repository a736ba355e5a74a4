package network.physio.booking.patient;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Whoever adds a table that names a patient decides here what a merge and an erasure do with it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "booking"))
@QuarkusTestResource(IdentityResource.class)
class PatientTablesTest {

    @Inject
    Jdbi database;

    @Test
    void everyTableThatNamesAPatientIsDealtWithByMergeAndErasure() {
        List<String> tables = database.withHandle(
                handle -> handle.createQuery("""
                        SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
                         WHERE contype = 'f' AND confrelid = 'patient'::regclass ORDER BY 1
                        """).mapTo(String.class).list());
        assertThat(tables)
                .containsExactlyInAnyOrder(
                        // the patient's own row, and the book of merges
                        "patient",
                        "patient_merge",
                        // merge/MergeRows moves them, erasure/ErasedRows strips or deletes them
                        "appointment",
                        "consent",
                        "patient_access",
                        "patient_address",
                        "patient_clinic",
                        "patient_link_code",
                        "message",
                        "message_preference",
                        "waitlist_entry",
                        // insert-only, ids alone; screening/TriageRecords reads it through the merge
                        "screening_pass_use");
    }
}

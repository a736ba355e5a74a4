package network.physio.booking.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {

    private static PatientRecord person(
            String given, String family, String born, @Nullable String email, @Nullable String phone) {
        return new PatientRecord(
                UUID.randomUUID(),
                true,
                given,
                family,
                null,
                LocalDate.parse(born),
                email,
                phone,
                "en",
                false,
                ZoneId.of("Australia/Melbourne"),
                false,
                false,
                1,
                OffsetDateTime.parse("2027-02-01T00:00:00Z"),
                Standing.FRONT_DESK);
    }

    private static List<String> reasons(PatientRecord one, PatientRecord other) {
        return Likeness.of(one, other).reasons().stream()
                .map(Likeness.Reason::code)
                .toList();
    }

    @Test
    void thePersonWhoEnteredEverythingAgainScoresMost() {
        PatientRecord mia = person("Mia", "Nguyen", "1988-04-12", "mia@example.org", "+61491570156");
        assertThat(Likeness.of(mia, mia).score()).isEqualTo(100);
        assertThat(reasons(mia, mia))
                .containsExactly(
                        "same-phone", "same-email", "same-date-of-birth", "same-family-name", "same-given-name");
    }

    @ParameterizedTest
    @CsvSource({
        "Mia, Nguyễn, 1988-04-12, same-date-of-birth same-family-name same-given-name",
        "MIA, O-Nguyen, 1988-04-12, same-date-of-birth similar-family-name same-given-name",
        "Mia, Nguyne, 1988-04-12, same-date-of-birth similar-family-name same-given-name",
        "Mia, Nguyn, 1988-04-12, same-date-of-birth similar-family-name same-given-name",
        "Mya, Nguyen, 1988-04-12, same-date-of-birth same-family-name similar-given-name",
        "Nguyen, Mia, 1988-04-12, same-date-of-birth names-swapped",
        "Mia, Nguyen, 1988-12-04, day-and-month-swapped same-family-name same-given-name",
    })
    void slipsAreSeenThrough(String given, String family, String born, String reasons) {
        PatientRecord mia = person("Mia", "Nguyen", "1988-04-12", "mia@example.org", null);
        PatientRecord other = person(given, family, born, null, "+61491570156");
        assertThat(reasons(mia, other)).containsExactly(reasons.split(" "));
        assertThat(Likeness.of(mia, other)).isEqualTo(Likeness.of(other, mia));
    }

    @Test
    void twinsAndFamiliesAreWorthALookAndStrangersAreNot() {
        PatientRecord mia = person("Mia", "Nguyen", "1988-04-12", null, "+61491570156");
        PatientRecord twin = person("Lena", "Nguyen", "1988-04-12", null, "+61491570156");
        PatientRecord sameBirthday = person("Omar", "Haddad", "1988-04-12", null, "+61491570157");
        PatientRecord samePhone = person("Omar", "Haddad", "1970-01-30", null, "+61491570156");
        assertThat(Likeness.of(mia, twin).isWorthALook()).isTrue();
        assertThat(Likeness.of(mia, sameBirthday).isWorthALook()).isFalse();
        assertThat(Likeness.of(mia, samePhone).isWorthALook()).isFalse();
    }

    @Test
    void whatIsMissingIsNotTheSame() {
        PatientRecord one = person("-", "-", "1988-04-12", null, null);
        PatientRecord other = person("-", "-", "1990-01-30", null, null);
        assertThat(reasons(one, other)).isEmpty();
    }
}

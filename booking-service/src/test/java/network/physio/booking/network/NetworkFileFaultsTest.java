package network.physio.booking.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import network.physio.booking.SmallNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused in a network file by itself, before anything stored is looked at. */
class NetworkFileFaultsTest {

    private static final String FILE = SmallNetwork.file("x");

    @Test
    void theFileOfTheTestsHasNoFaults() {
        assertThat(faults(FILE)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            format: 1                        | format: 2                          | #/format                               | must be from 1 to 1
            name: Org                        | name: Org, colour: red             | #/organisations/0/colour               | is not a key of this mapping
            name: Org                        | title: Org                         | #/organisations/0/name                 | is missing
            name: Org                        | name:                              | #/organisations/0/name                 | must be a text
            name: Org                        | name: [Org]                        | #/organisations/0/name                 | must be a text
            name: Org                        | name: Org, name: Org               | #                                      | written twice
            code: org-x                      | code: Org X                        | #/organisations/0/code                 | must be a code
            noticeMinutes: 60                | noticeMinutes: "60"                | #/policies/0/noticeMinutes             | must be a whole number, without quotes
            noticeMinutes: 60                | noticeMinutes: 60.5                | #/policies/0/noticeMinutes             | must be a whole number, without quotes
            noticeMinutes: 60                | noticeMinutes: -60                 | #/policies/0/noticeMinutes             | must be from 0
            gridMinutes: 15                  | gridMinutes: 25                    | #/policies/0/gridMinutes               | that divides the hour
            day: 2026-12-25                  | day: 2026-02-30                    | #/holidayCalendars/0/days/0/day        | must be a date like
            day: 2026-12-25                  | day: +300000-12-25                 | #/holidayCalendars/0/days/0/day        | must be a date like
            organisation: org-x              | organisation: org-y                | #/clinics/0/organisation               | no organisation has the code org-y
            policy: terms-x                  | policy: terms-y                    | #/clinics/0/policy                     | no policy has the code
            [days-x]                         | [days-y]                           | #/clinics/0/holidayCalendars/0         | no holiday calendar has the code
            zone: Australia/Melbourne        | zone: Australia/Fitzroy            | #/clinics/0/zone                       | must be a zone of the IANA database
            latitude: -37.7984               | latitude: 97.7                     | #/clinics/0/location/latitude          | must be from -90.0 to 90.0
            opens: 07:00, closes: 20:00      | opens: 7 am, closes: 20:00         | #/clinics/0/hours/0/opens              | must be a local time like
            opens: 07:00, closes: 20:00      | opens: 07:03, closes: 20:00        | #/clinics/0/hours/0/opens              | multiple of 5 minutes
            [mon, tue, wed, thu, fri], opens | [mon, moon], opens                 | #/clinics/0/hours/0/days/1             | must be one of mon
            [mon, tue, wed, thu, fri], opens | [mon, mon], opens                  | #/clinics/0/hours/0                    | opens twice at the same time on mon
            code: gym                        | code: room-1                       | #/clinics/0/rooms/1/code               | is given twice
            places: 3                        | places: 0                          | #/clinics/0/rooms/1/places             | must be from 1
            code: there-x                    | code: here-x                       | #/clinics/1/code                       | is given twice
            [here-x, there-x]                | [here-x, here-x]                   | #/travel/0/between                     | must name two clinics
            minutes: 35                      | minutes: 33                        | #/travel/0/minutes                     | multiple of 5 minutes
            place: clinic                    | place: moon                        | #/treatments/0/place                   | must be one of clinic, home, online
            place: clinic                    | place: home                        | #/treatments/0/needs                   | only a treatment at a clinic needs a room
            lengths: [30, 60]                | lengths: [30, 45, 60]              | #/treatments/0/prices                  | has no price for 45 minutes
            lengths: [30, 60]                | lengths: [30, 62]                  | #/treatments/0/lengths/1               | multiple of 5 minutes
            lengths: [30, 60]                | lengths: [30, 60, 60]              | #/treatments/0/lengths                 | names a length twice
            lengths: [30, 60]                | lengths: 30                        | #/treatments/0/lengths                 | must be a list
            [TE-01]                          | [swedish]                          | #/treatments/0/techniques/always       | must be codes of techniques
            practitioner: massage            | practitioner: massage, room: gym   | #/treatments/0/needs/0/practitioner    | a need names one of
            practitioner: massage            | practitioner: juggling             | #/practitioners/0/offerings/0/treatments/0 | has not the skill juggling
            room: treatment-room, buffer     | room: pool, buffer                 | #/practitioners/0/offerings/0/treatments/0 | the clinic has no room of kind pool
            currency: AUD                    | currency: dollars                  | #/treatments/0/currency                | must be an ISO 4217 code
            minutes: 60, amount: 12000       | minutes: 60, amount: many          | #/treatments/0/prices/1/amount         | must be a whole number
            minutes: 60, amount: 12000       | minutes: 30, amount: 12000         | #/treatments/0/prices/1/minutes        | has another price in this tier
            gender: male                     | gender: m                          | #/practitioners/1/gender               | must be one of female, male, non-binary
            languages: [en, vi]              | languages: [english]               | #/practitioners/0/languages            | must be ISO 639 codes
            until: 2027-12-31 }              | until: 2025-12-31 }                | #/practitioners/0/credentials/0/until  | lies before the first day
            clinic: here-x, treatments       | clinic: nowhere, treatments        | #/practitioners/0/offerings/0/clinic   | no clinic has the code nowhere
            [massage-x] }                    | [massage-y] }                      | #/practitioners/0/offerings/0/treatments/0 | no treatment has the code massage-y
            [massage-x], lengths: [30]       | [massage-x], lengths: [45]         | #/practitioners/0/offerings/1/treatments/0 | is not given in 45 minutes
            [massage-x], lengths: [30]       | [massage-x], tier: gold            | #/practitioners/0/offerings/1/treatments/0 | has no price for 30 minutes in the tier gold
            from: 09:00, until: 17:00 }      | from: 09:00, until: 17:00, place: moon } | #/practitioners/0/rosters/0/segments/0/place | must be one of clinic
            clinics: [here-x], treatments    | clinics: [nowhere], treatments     | #/partners/0/agreements/0/clinics/0    | no clinic has the code nowhere
            """)
    void aFaultIsNamedWithItsPath(String written, String instead, String pointer, String detail) {
        assertThat(FILE).contains(written);
        assertThat(faults(replaceFirst(FILE, written, instead))).anySatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.detail()).contains(detail);
        });
    }

    @Test
    void allFaultsAreFoundAtOnceAndCarryTheirLineAndColumn() {
        String file = """
                format: 1
                organisations:
                  - code: Wrong
                    name: Org
                    colour: red
                policies: none
                """;
        assertThat(faults(file))
                .extracting(FileFault::line, FileFault::column, FileFault::pointer)
                .containsExactly(
                        tuple(3, 5, "#/organisations/0/code"),
                        tuple(5, 5, "#/organisations/0/colour"),
                        tuple(6, 1, "#/policies"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            organisations: [&a {code: a, name: A}, *a] | anchors and aliases are not supported
            organisations: [                           | is not YAML
            - a                                        | must be a mapping of sections
            """)
    void whatIsNoPlainDocumentIsRefused(String text, String detail) {
        assertThat(faults(text)).anySatisfy(fault -> assertThat(fault.detail()).contains(detail));
    }

    @Test
    void twoDocumentsAreRefused() {
        assertThat(faults("format: 1\n---\nformat: 1\n"))
                .anySatisfy(fault -> assertThat(fault.detail()).contains("one document"));
    }

    @Test
    void aFewLinesCannotStandForGigabytes() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
        }
        assertThat(faults(bomb.toString())).isNotEmpty();
        assertThat(faults("[".repeat(5000))).isNotEmpty();
    }

    private static String replaceFirst(String text, String part, String instead) {
        int at = text.indexOf(part);
        return text.substring(0, at) + instead + text.substring(at + part.length());
    }

    private static List<FileFault> faults(String text) {
        Faults faults = new Faults();
        Known nothing = new Known(
                new HashSet<>(),
                new HashSet<>(),
                new HashSet<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                List.of());
        NetworkFileReader.read(text, faults).ifPresent(file -> References.check(file, nothing, faults));
        return faults.inOrder();
    }
}

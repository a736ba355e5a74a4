package network.physio.booking.patient;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import network.physio.http.Slugs;
import org.jspecify.annotations.Nullable;

/**
 * How alike two records are: every reason that speaks for one person, and their weights together, 100 at most. A ranking
 * for a person who decides, not a probability.
 */
record Likeness(List<Reason> reasons) {

    private static final int MOST = 100;

    /** A phone number alone is not enough: families share one. */
    private static final int WORTH_A_LOOK = 40;

    /** One thing that speaks for the same person; the weights say how seldom two people share it. */
    enum Reason {
        SAME_PHONE(30, (one, other) -> one.phone() != null && Objects.equals(one.phone(), other.phone())),
        SAME_EMAIL(
                30,
                (one, other) -> one.email() != null
                        && other.email() != null
                        && one.email().equalsIgnoreCase(other.email())),
        SAME_DATE_OF_BIRTH(30, (one, other) -> one.dateOfBirth().equals(other.dateOfBirth())),
        DAY_AND_MONTH_SWAPPED(
                15,
                (one, other) -> !one.dateOfBirth().equals(other.dateOfBirth())
                        && KnownPatients.dayAndMonthSwapped(one.dateOfBirth()).equals(other.dateOfBirth())),
        SAME_FAMILY_NAME(20, (one, other) -> same(one.familyName(), other.familyName())),
        SIMILAR_FAMILY_NAME(10, (one, other) -> similar(one.familyName(), other.familyName())),
        SAME_GIVEN_NAME(
                20,
                (one, other) -> callNames(one).stream()
                        .anyMatch(name -> callNames(other).stream().anyMatch(same -> same(name, same)))),
        SIMILAR_GIVEN_NAME(
                10, (one, other) -> !SAME_GIVEN_NAME.holds(one, other) && similar(one.givenName(), other.givenName())),
        NAMES_SWAPPED(
                25,
                (one, other) -> !same(one.givenName(), one.familyName())
                        && same(one.givenName(), other.familyName())
                        && same(one.familyName(), other.givenName()));

        private final int weight;
        private final BiPredicate<PatientRecord, PatientRecord> rule;

        Reason(int weight, BiPredicate<PatientRecord, PatientRecord> rule) {
            this.weight = weight;
            this.rule = rule;
        }

        boolean holds(PatientRecord one, PatientRecord other) {
            return rule.test(one, other);
        }

        String code() {
            return Slugs.of(this);
        }
    }

    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    static Likeness of(PatientRecord one, PatientRecord other) {
        return new Likeness(Arrays.stream(Reason.values())
                .filter(reason -> reason.holds(one, other))
                .toList());
    }

    int score() {
        return Math.min(MOST, reasons.stream().mapToInt(reason -> reason.weight).sum());
    }

    boolean isWorthALook() {
        return score() >= WORTH_A_LOOK;
    }

    private static List<String> callNames(PatientRecord patient) {
        return patient.preferredName() == null
                ? List.of(patient.givenName())
                : List.of(patient.givenName(), patient.preferredName());
    }

    private static boolean same(String one, String other) {
        String letters = letters(one);
        return !letters.isEmpty() && letters.equals(letters(other));
    }

    /** One letter typed wrong, left out, too much, or changed places with the next. */
    private static boolean similar(String one, String other) {
        String left = letters(one);
        String right = letters(other);
        return !left.equals(right) && Math.min(left.length(), right.length()) > 2 && isOneSlipAway(left, right);
    }

    private static boolean isOneSlipAway(String one, String other) {
        int start = 0;
        int shorter = Math.min(one.length(), other.length());
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        String left = one.substring(start);
        String right = other.substring(start);
        return left.equals(rest(right, 1))
                || right.equals(rest(left, 1))
                || Objects.equals(rest(left, 1), rest(right, 1))
                || isSwapped(left, right);
    }

    private static boolean isSwapped(String left, String right) {
        return left.length() > 1
                && right.length() > 1
                && left.charAt(0) == right.charAt(1)
                && left.charAt(1) == right.charAt(0)
                && left.substring(2).equals(right.substring(2));
    }

    private static @Nullable String rest(String text, int from) {
        return text.length() < from ? null : text.substring(from);
    }

    /** Without accents, case, hyphens and spaces, which people and clerks write as they like. */
    private static String letters(String name) {
        String bare =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        return NO_LETTERS.matcher(bare).replaceAll("").toLowerCase(Locale.ROOT);
    }
}

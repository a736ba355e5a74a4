package network.physio.booking.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.physio.booking.access.Audience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Needs of the same kind at the same time want as many places; compared with trying every way to give them out. */
class PlaceChoiceTest {

    private static final int VISIT = 60;
    private static final Span WINDOW = new Span(10_000, 10_120);
    private static final UUID GYM = new UUID(0, 1);
    private static final UUID ANNEX = new UUID(0, 2);
    private static final UUID ROOM = new UUID(0, 3);

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStartIsAllowedExactlyWhenThePlacesCanBeGivenOut(int seed) {
        Random random = new Random(seed);
        List<Need> needs = randomNeeds(random);
        List<Diary.Place> places = randomPlaces(random);
        List<UUID> wishes = new ArrayList<>(List.of(GYM, ANNEX, ROOM));
        wishes.add(null);
        UUID wished = random.nextBoolean() ? null : wishes.get(random.nextInt(wishes.size()));
        PlaceChoice choice = choice(needs, places, wished);
        Ticks starts = choice.starts();

        LongStream.range(WINDOW.from(), WINDOW.until()).forEach(start -> {
            boolean possible = canBeGivenOut(needs, places, wished, start, new ArrayList<>());
            assertThat(starts.contains(start))
                    .as("needs %s, wished %s, start %d", needs, wished, start - WINDOW.from())
                    .isEqualTo(possible);
            List<Judge.Taking> taken = choice.at(start);
            if (possible) {
                assertThat(taken).hasSameSizeAs(needs);
                assertThatTheyAreFreeAndApart(taken, places);
                assertThat(wished == null
                                || taken.stream()
                                        .anyMatch(taking -> taking.resourceId().equals(wished)))
                        .isTrue();
            } else {
                assertThat(taken).isEmpty();
            }
        });
    }

    private static void assertThatTheyAreFreeAndApart(List<Judge.Taking> taken, List<Diary.Place> places) {
        for (int i = 0; i < taken.size(); i++) {
            Judge.Taking one = taken.get(i);
            assertThat(places).anyMatch(place -> isOf(one, place) && isFree(place, one.span()));
            for (int j = 0; j < i; j++) {
                Judge.Taking other = taken.get(j);
                boolean samePlace = one.resourceId().equals(other.resourceId()) && one.unit() == other.unit();
                assertThat(samePlace && one.span().overlaps(other.span())).isFalse();
            }
        }
    }

    private static boolean isOf(Judge.Taking taking, Diary.Place place) {
        return taking.resourceId().equals(place.resourceId()) && taking.unit() == place.unit();
    }

    /** Every way there is, one tick after the other: slow, and without a thought of how it is really done. */
    private static boolean canBeGivenOut(
            List<Need> needs, List<Diary.Place> places, @Nullable UUID wished, long start, List<Diary.Place> given) {
        if (given.size() == needs.size()) {
            return wished == null
                    || given.stream().anyMatch(place -> place.resourceId().equals(wished));
        }
        Need need = needs.get(given.size());
        Span span = need.claimed(start, VISIT);
        for (Diary.Place place : places) {
            boolean fits = place.kind().equals(need.requirement()) && isFree(place, span);
            boolean left = IntStream.range(0, given.size())
                    .noneMatch(i -> given.get(i).isSame(place)
                            && needs.get(i).claimed(start, VISIT).overlaps(span));
            if (fits && left) {
                List<Diary.Place> more = new ArrayList<>(given);
                more.add(place);
                if (canBeGivenOut(needs, places, wished, start, more)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFree(Diary.Place place, Span span) {
        return LongStream.range(span.from(), span.until())
                .allMatch(tick -> place.free().contains(tick));
    }

    private static List<Need> randomNeeds(Random random) {
        List<Need> needs = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        boolean alike = random.nextInt(4) == 0;
        Need first = randomNeed(random);
        for (int i = 0; i < count; i++) {
            needs.add(alike ? first : randomNeed(random));
        }
        return needs;
    }

    private static Need randomNeed(Random random) {
        int offset = 5 * random.nextInt(8);
        Integer minutes = random.nextInt(3) == 0 ? null : 5 + 5 * random.nextInt(4);
        return new Need(
                Need.Kind.ROOM,
                random.nextInt(5) == 0 ? "room" : "gym",
                offset,
                minutes,
                5 * random.nextInt(3),
                5 * random.nextInt(3));
    }

    private static List<Diary.Place> randomPlaces(Random random) {
        List<Diary.Place> places = new ArrayList<>();
        int inGym = 1 + random.nextInt(3);
        for (short unit = 0; unit < inGym; unit++) {
            places.add(new Diary.Place(GYM, unit, "gym", "gym", randomlyFree(random)));
        }
        if (random.nextBoolean()) {
            places.add(new Diary.Place(ANNEX, (short) 0, "annex", "gym", randomlyFree(random)));
        }
        places.add(new Diary.Place(ROOM, (short) 0, "room", "room", randomlyFree(random)));
        return places;
    }

    private static Ticks randomlyFree(Random random) {
        Ticks free = Ticks.all(WINDOW);
        int visits = random.nextInt(5);
        for (int i = 0; i < visits; i++) {
            long from = WINDOW.from() + random.nextInt(100);
            free.remove(new Span(from, from + 1 + random.nextInt(12)));
        }
        return free;
    }

    @Test
    void twoOfTheSameTimeNeedTwoPlaces() {
        Need gym = new Need(Need.Kind.ROOM, "gym", 0, null, 0, 0);
        Diary.Place first = new Diary.Place(GYM, (short) 0, "gym", "gym", Ticks.all(WINDOW));
        Diary.Place second = new Diary.Place(GYM, (short) 1, "gym", "gym", Ticks.all(WINDOW));
        assertThat(choice(List.of(gym, gym), List.of(first), null).starts().isEmpty())
                .isTrue();
        assertThat(choice(List.of(gym, gym), List.of(first, second), null)
                        .starts()
                        .isEmpty())
                .isFalse();
    }

    @Test
    void twoAfterEachOtherShareOne() {
        Need before = new Need(Need.Kind.ROOM, "gym", 0, 30, 0, 0);
        Need after = new Need(Need.Kind.ROOM, "gym", 30, 30, 0, 0);
        Need afterWithSettingUp = new Need(Need.Kind.ROOM, "gym", 30, 30, 5, 0);
        Diary.Place only = new Diary.Place(GYM, (short) 0, "gym", "gym", Ticks.all(WINDOW));
        assertThat(choice(List.of(before, after), List.of(only), null).starts().isEmpty())
                .isFalse();
        assertThat(choice(List.of(before, afterWithSettingUp), List.of(only), null)
                        .starts()
                        .isEmpty())
                .isTrue();
    }

    private static PlaceChoice choice(List<Need> needs, List<Diary.Place> places, @Nullable UUID wished) {
        UUID id = new UUID(0, 9);
        Treatment treatment = new Treatment(
                id,
                "treatment",
                "Treatment",
                Treatment.Place.CLINIC,
                List.of(VISIT),
                false,
                false,
                false,
                List.of(),
                List.of(),
                needs,
                1);
        Question question = new Question(
                treatment,
                VISIT,
                VisitKind.INITIAL,
                new Clinic(
                        id, "clinic", "Clinic", ZoneOffset.UTC, 0, 0, new Policy("policy", 0, 366, 5, 24, 50, 100, 0)),
                new Offering(
                        id, "practitioner", "Practitioner", id, List.of(VISIT), "standard", true, Set.of(), Set.of()),
                Audience.STAFF,
                new PlaceWish(wished, null),
                WINDOW.start(),
                WINDOW);
        Ticks none = Ticks.none(WINDOW);
        Diary diary = new Diary(
                new Diary.AtClinic(Ticks.all(WINDOW), kind -> kind == Need.Kind.ROOM ? places : List.of()),
                List.of(),
                Ticks.all(WINDOW),
                none,
                none,
                List.of());
        return new PlaceChoice(question, diary, Need.Kind.ROOM);
    }
}

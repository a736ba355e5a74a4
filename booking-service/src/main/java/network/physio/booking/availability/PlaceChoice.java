package network.physio.booking.availability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms, or which devices, a visit takes: each need one that fits it and is free throughout, needs of the same time
 * never the same place of one, and the one that is asked for among them. Offering asks for all starts at which that can be
 * done, booking for the places at one start.
 */
final class PlaceChoice {

    private final Question question;
    private final Diary diary;
    private final List<Need> needs;
    private final @Nullable UUID wished;

    /** @param kind rooms or equipment */
    PlaceChoice(Question question, Diary diary, Need.Kind kind) {
        this.question = question;
        this.diary = diary;
        this.needs = question.treatment().needs(kind);
        this.wished = question.places().of(kind);
    }

    /** The starts at which every need finds a place. */
    Ticks starts() {
        Ticks starts = Ticks.all(question.window());
        Ticks granted = Ticks.none(question.window());
        for (List<Need> rivals : rivals()) {
            starts = starts.and(startsOf(rivals));
            if (wished != null) {
                granted = granted.or(startsInWished(rivals));
            }
        }
        return wished == null ? starts : starts.and(granted);
    }

    /** What is claimed at this start, in the order of the needs; empty when a need finds no place, or when there is none. */
    List<Judge.Taking> at(long start) {
        List<List<Option>> options = needs.stream()
                .map(need -> options(need, inTurn(diary.fitting(need))).stream()
                        .filter(option -> option.starts().contains(start))
                        .toList())
                .toList();
        List<Diary.Place> chosen = new Combinations(needs, options).first();
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> new Judge.Taking(
                        chosen.get(i).resourceId(),
                        chosen.get(i).unit(),
                        needs.get(i).kind(),
                        claimed(needs.get(i), start)))
                .toList();
    }

    /**
     * The one asked for first. Then each practitioner begins with another place: many who book at once do not all want the
     * first.
     */
    private List<Diary.Place> inTurn(List<Diary.Place> places) {
        List<Diary.Place> turned = new ArrayList<>(places);
        if (!turned.isEmpty()) {
            int by = question.offering().practitionerCode().hashCode();
            Collections.rotate(turned, Math.floorMod(by, turned.size()));
        }
        if (wished != null) {
            turned.sort(Comparator.comparing(place -> !isWished(place)));
        }
        return turned;
    }

    private boolean isWished(Diary.Place place) {
        return place.resourceId().equals(wished);
    }

    private Span claimed(Need need, long start) {
        return need.claimed(start, question.minutes());
    }

    /** Needs in groups: only within one can two of them want the same place at the same time. */
    private List<List<Need>> rivals() {
        if (needs.size() <= 1) {
            return needs.isEmpty() ? List.of() : List.of(needs);
        }
        List<List<Need>> groups = new ArrayList<>();
        List<Need> inOrder = needs.stream()
                .sorted(Comparator.comparing(Need::requirement)
                        .thenComparingLong(need -> claimed(need, 0).from()))
                .toList();
        for (Need need : inOrder) {
            if (!groups.isEmpty() && groups.getLast().stream().anyMatch(other -> areRivals(other, need))) {
                groups.getLast().add(need);
            } else {
                groups.add(new ArrayList<>(List.of(need)));
            }
        }
        return groups;
    }

    private boolean areRivals(Need one, Need other) {
        return one.requirement().equals(other.requirement()) && claimed(one, 0).overlaps(claimed(other, 0));
    }

    private Ticks startsOf(List<Need> rivals) {
        Need need = rivals.getFirst();
        if (rivals.size() == 1) {
            return anyOf(options(need, diary.fitting(need)));
        }
        return areAlike(rivals)
                ? atLeast(rivals.size(), options(need, diary.fitting(need)))
                : new Combinations(rivals, optionsOf(rivals, -1)).starts();
    }

    /** The starts at which the one asked for can be among the places that these needs take. */
    private Ticks startsInWished(List<Need> rivals) {
        if (areAlike(rivals)) {
            Need need = rivals.getFirst();
            return startsOf(rivals).and(anyOf(options(need, wishedOf(need))));
        }
        Ticks starts = Ticks.none(question.window());
        for (int i = 0; i < rivals.size(); i++) {
            starts = starts.or(new Combinations(rivals, optionsOf(rivals, i)).starts());
        }
        return starts;
    }

    /** @param narrowed the need that takes what is asked for, -1 when none has to */
    private List<List<Option>> optionsOf(List<Need> rivals, int narrowed) {
        return IntStream.range(0, rivals.size())
                .mapToObj(i ->
                        options(rivals.get(i), i == narrowed ? wishedOf(rivals.get(i)) : diary.fitting(rivals.get(i))))
                .toList();
    }

    private List<Diary.Place> wishedOf(Need need) {
        return diary.fitting(need).stream().filter(this::isWished).toList();
    }

    private boolean areAlike(List<Need> rivals) {
        return rivals.stream().map(need -> claimed(need, 0)).distinct().count() == 1;
    }

    /** A place that fits a need, and the starts at which it is free for it throughout. */
    private record Option(Diary.Place place, Ticks starts) {}

    private List<Option> options(Need need, List<Diary.Place> places) {
        return places.stream()
                .map(place -> new Option(place, need.starts(place.free(), question.minutes())))
                .toList();
    }

    private Ticks anyOf(List<Option> options) {
        Ticks starts = Ticks.none(question.window());
        for (Option option : options) {
            starts = starts.or(option.starts());
        }
        return starts;
    }

    /** The starts of so many options or more: counted place by place, without trying who takes which. */
    private Ticks atLeast(int count, List<Option> options) {
        List<Ticks> reached = new ArrayList<>(Collections.nCopies(count + 1, Ticks.none(question.window())));
        reached.set(0, Ticks.all(question.window()));
        for (Option option : options) {
            for (int i = count; i > 0; i--) {
                reached.set(i, reached.get(i).or(reached.get(i - 1).and(option.starts())));
            }
        }
        return reached.get(count);
    }

    /** Tries who takes which: for needs that overlap without being of the same time. There are few of them. */
    private final class Combinations {
        private final List<Need> inOrder;
        private final List<List<Option>> options;
        private final List<Diary.Place> taken = new ArrayList<>();
        private Ticks found = Ticks.none(question.window());

        Combinations(List<Need> inOrder, List<List<Option>> options) {
            this.inOrder = inOrder;
            this.options = options;
        }

        /** The starts that one combination or another allows. */
        Ticks starts() {
            look(Ticks.all(question.window()));
            return found;
        }

        private void look(Ticks among) {
            Ticks open = among.minus(found);
            if (open.isEmpty() || taken.size() == inOrder.size()) {
                found = found.or(open);
                return;
            }
            for (Option option : options.get(taken.size())) {
                if (isLeft(option.place())) {
                    taken.add(option.place());
                    look(open.and(option.starts()));
                    taken.removeLast();
                }
            }
        }

        /** The places of the first combination; empty when there is none. */
        List<Diary.Place> first() {
            return choose() ? taken : List.of();
        }

        private boolean choose() {
            if (taken.size() == inOrder.size()) {
                return wished == null || taken.stream().anyMatch(PlaceChoice.this::isWished);
            }
            for (Option option : options.get(taken.size())) {
                if (isLeft(option.place())) {
                    taken.add(option.place());
                    if (choose()) {
                        return true;
                    }
                    taken.removeLast();
                }
            }
            return false;
        }

        private boolean isLeft(Diary.Place place) {
            Span span = claimed(inOrder.get(taken.size()), 0);
            return IntStream.range(0, taken.size())
                    .filter(i -> claimed(inOrder.get(i), 0).overlaps(span))
                    .noneMatch(i -> taken.get(i).isSame(place));
        }
    }
}

package network.physio.booking.proof;

import java.io.IOException;
import java.time.Duration;

/** What a front desk does, at random but repeatable by its seed. */
final class RandomOperations {

    private final FrontDesk desk;
    private final boolean setsClock;
    private final BookingOperations bookings;
    private final SeriesOperations series;
    private final VisitOperations visits;
    private final DiaryOperations diaries;
    private final WaitlistOperations waitlist;

    /**
     * @param alone nobody else changes the network meanwhile
     * @param setsClock whether this one lets time pass
     */
    RandomOperations(FrontDesk.Setting setting, long seed, boolean alone, boolean setsClock) {
        this.desk = new FrontDesk(setting, seed, alone);
        this.setsClock = setsClock;
        this.bookings = new BookingOperations(desk);
        this.series = new SeriesOperations(desk);
        this.visits = new VisitOperations(desk);
        this.diaries = new DiaryOperations(desk);
        this.waitlist = new WaitlistOperations(desk);
    }

    DiaryModel model() {
        return desk.model;
    }

    DiaryOperations diaries() {
        return diaries;
    }

    void run(int operations) throws IOException {
        for (int step = 0; step < operations; step++) {
            desk.doing = "operation " + step + ": ";
            operation(desk.random.nextInt(1000));
        }
    }

    private interface Operation {
        void run() throws IOException;
    }

    private record Share(int perMille, Operation operation) {}

    private void operation(int at) throws IOException {
        int until = 0;
        for (Share share : new Share[] {
            new Share(177, bookings::hold),
            new Share(110, bookings::book),
            new Share(30, bookings::overbook),
            new Share(130, bookings::confirm),
            new Share(40, bookings::extend),
            new Share(45, bookings::release),
            new Share(100, bookings::reschedule),
            new Share(90, bookings::cancel),
            new Share(30, series::book),
            new Share(25, series::move),
            new Share(10, series::cancel),
            new Share(60, visits::step),
            new Share(30, visits::undo),
            new Share(20, diaries::takeOrGiveBackTimeOff),
            new Share(8, diaries::callInSick),
            new Share(20, diaries::closeOrReopen),
            new Share(16, diaries::changeRoster),
            new Share(6, waitlist::join),
            new Share(15, waitlist::look),
            new Share(6, waitlist::decline),
            new Share(2, waitlist::leave),
            new Share(30, this::letTimePass)
        }) {
            until += share.perMille();
            if (at < until) {
                share.operation().run();
                return;
            }
        }
        throw new IllegalStateException("the shares come to " + until);
    }

    private void letTimePass() {
        if (setsClock) {
            desk.setting.clock().advance(Duration.ofSeconds(desk.random.nextInt(600)));
        }
    }
}

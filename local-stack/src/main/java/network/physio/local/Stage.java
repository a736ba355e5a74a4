package network.physio.local;

import java.util.List;

/** The order in which parts start; they stop the other way round, those of one stage together. */
enum Stage {
    DATABASE,
    IDENTITY,
    SERVICE,
    GATEWAY;

    static List<Stage> stopping() {
        return List.of(values()).reversed();
    }
}

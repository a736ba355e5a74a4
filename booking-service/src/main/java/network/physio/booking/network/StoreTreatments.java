package network.physio.booking.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.physio.booking.network.NetworkFile.Need;
import network.physio.booking.network.NetworkFile.Treatment;
import org.jspecify.annotations.Nullable;

/** Stores the treatments of a file with their prices and needs. */
@ApplicationScoped
class StoreTreatments {

    private final ReferenceRows rows;

    StoreTreatments(ReferenceRows rows) {
        this.rows = rows;
    }

    void store(NetworkFile file, Summary summary) {
        file.treatments().forEach(one -> summary.count("treatments", store(one)));
    }

    private Change store(Treatment one) {
        Row row = Row.with("code", one.code())
                .and("name", one.name())
                .and("description", one.description())
                .and("place", one.place())
                .and("lengths", one.lengths())
                .and("needs_screening", one.needsScreening())
                .and("assessment", one.assessment())
                .and("hands_on", one.handsOn())
                .and("always_techniques", one.always())
                .and("may_techniques", one.may())
                .and("capacity", one.capacity());
        ReferenceRows.Written treatment = rows.write("treatment", List.of("code"), row.columns());
        boolean changed = rows.replace("treatment_price", "treatment_id", treatment.id(), prices(one, treatment.id()));
        changed |= rows.replace("treatment_need", "treatment_id", treatment.id(), needs(one, treatment.id()));
        return rows.touch("treatment", treatment, changed);
    }

    private static List<Map<String, @Nullable Object>> prices(Treatment treatment, UUID id) {
        return treatment.prices().stream()
                .map(price -> Row.with("treatment_id", id)
                        .and("minutes", price.minutes())
                        .and("tier", price.tier())
                        .and("amount", price.amount())
                        .and("currency", treatment.currency())
                        .and("tax_code", treatment.taxCode())
                        .columns())
                .toList();
    }

    private static List<Map<String, @Nullable Object>> needs(Treatment treatment, UUID id) {
        List<Map<String, @Nullable Object>> needs = new ArrayList<>();
        for (int ordinal = 0; ordinal < treatment.needs().size(); ordinal++) {
            Need need = treatment.needs().get(ordinal);
            needs.add(Row.with("treatment_id", id)
                    .and("ordinal", ordinal)
                    .and("kind", need.kind())
                    .and("requirement", need.requirement())
                    .and("offset_minutes", need.offset())
                    .and("minutes", need.minutes())
                    .and("buffer_before", need.bufferBefore())
                    .and("buffer_after", need.bufferAfter())
                    .columns());
        }
        return needs;
    }
}

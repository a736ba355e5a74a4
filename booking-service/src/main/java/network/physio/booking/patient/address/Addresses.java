package network.physio.booking.patient.address;

import static network.physio.booking.column.Columns.constant;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of addresses. */
@ApplicationScoped
class Addresses {

    /** The quality of an address that nobody has found on the map yet. */
    private static final String NOT_PLACED = "none";

    private final Jdbi database;

    Addresses(Jdbi database) {
        this.database = database;
    }

    List<Address> of(UUID patient) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM patient_address WHERE patient_id = :patient ORDER BY id")
                        .bind("patient", patient)
                        .map((row, context) -> read(row))
                        .list());
    }

    Optional<Address> find(UUID patient, UUID id) {
        return database.withHandle(
                handle -> handle.createQuery("SELECT * FROM patient_address WHERE id = :id AND patient_id = :patient")
                        .bind("id", id)
                        .bind("patient", patient)
                        .map((row, context) -> read(row))
                        .findOne());
    }

    void add(UUID patient, Address address) {
        database.useHandle(handle -> bound(handle.createUpdate("""
                        INSERT INTO patient_address (id, patient_id, street, suburb, state, postcode, country, latitude,
                                                     longitude, geocode_quality, arrival_buffer, parking, risk, access_code)
                        VALUES (:id, :patient, :street, :suburb, :state, :postcode, :country, :latitude,
                                :longitude, :quality, :arrivalBuffer, :parking, :risk, :accessCode)
                        """), address)
                .bind("patient", patient)
                .execute());
    }

    /** Unless the row has another version by now. */
    boolean change(Address changed, long expectedVersion) {
        return database.withHandle(handle -> bound(handle.createUpdate("""
                        UPDATE patient_address
                           SET street = :street, suburb = :suburb, state = :state, postcode = :postcode,
                               country = :country, latitude = :latitude, longitude = :longitude,
                               geocode_quality = :quality, arrival_buffer = :arrivalBuffer, parking = :parking,
                               risk = :risk, access_code = :accessCode, version = version + 1
                         WHERE id = :id AND version = :expected
                        """), changed)
                        .bind("expected", expectedVersion)
                        .execute())
                == 1;
    }

    boolean remove(UUID patient, UUID id) {
        return database.withHandle(handle -> handle.createUpdate(
                                "DELETE FROM patient_address WHERE id = :id AND patient_id = :patient")
                        .bind("id", id)
                        .bind("patient", patient)
                        .execute())
                == 1;
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Address address) {
        Place place = address.place();
        return statement
                .bind("id", address.id())
                .bind("street", address.street())
                .bind("suburb", address.suburb())
                .bind("state", address.state())
                .bind("postcode", address.postcode())
                .bind("country", address.country())
                .bind("latitude", place == null ? null : place.latitude())
                .bind("longitude", place == null ? null : place.longitude())
                .bind("quality", place == null ? NOT_PLACED : place.quality().code())
                .bind("arrivalBuffer", address.arrivalBuffer())
                .bind("parking", address.parking())
                .bind("risk", address.risk())
                .bind("accessCode", address.accessCode());
    }

    private static Address read(ResultSet row) throws SQLException {
        return new Address(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                row.getString("street"),
                row.getString("suburb"),
                row.getString("state"),
                row.getString("postcode"),
                row.getString("country"),
                place(row),
                row.getInt("arrival_buffer"),
                row.getString("parking"),
                row.getBoolean("risk"),
                row.getString("access_code"));
    }

    private static @Nullable Place place(ResultSet row) throws SQLException {
        String quality = row.getString("geocode_quality");
        return quality.equals(NOT_PLACED)
                ? null
                : new Place(
                        row.getDouble("latitude"), row.getDouble("longitude"), constant(Place.Quality.class, quality));
    }
}

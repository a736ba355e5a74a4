package network.physio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Four clinics with four practitioners and three rooms each, in which operations meet each other all the time. */
record SoakNetwork(LocalDate firstDay, List<Place> places, String treatment, List<String> patients) {

    static final int CLINICS = 4;
    static final int MINUTES = 30;

    /** How many days from the first one are booked. */
    static final int DAYS = 40;

    private static final int PRACTITIONERS = 4;
    private static final int PATIENTS = 200;

    /** A practitioner at their clinic. */
    record Place(String clinic, String practitioner) {}

    static List<String> clinicCodes() {
        return IntStream.rangeClosed(1, CLINICS)
                .mapToObj(clinic -> "clinic-" + clinic)
                .toList();
    }

    static SoakNetwork load(SoakClient admin, SoakClient desk, LocalDate today) {
        admin.untilAnswered("PUT", "/booking/v1/network", "application/yaml", file(today), null, 200);
        String treatment = desk.get("/booking/v1/treatments?limit=10")
                .path("items")
                .path(0)
                .path("id")
                .asText();
        List<Place> places = new ArrayList<>();
        for (String code : clinicCodes()) {
            JsonNode slots = desk.get("/booking/v1/slots?treatment=visit&minutes=%d&clinic=%s&limit=500&from=%s&to=%s"
                    .formatted(MINUTES, code, today.plusDays(7), today.plusDays(13)));
            for (JsonNode slot : slots.path("items")) {
                Place place = new Place(
                        slot.path("clinicId").asText(),
                        slot.path("practitionerId").asText());
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
        }
        List<String> patients = new ArrayList<>();
        for (int number = 0; number < PATIENTS; number++) {
            patients.add(desk.post(
                            "/booking/v1/patients",
                            """
                            {"clinicId":"%s","givenName":"Soak","familyName":"Number %d","dateOfBirth":"1980-01-01",
                             "language":"en","interpreter":false,"zone":"Australia/Melbourne","email":"soak%d@example.org"}""".formatted(places.getFirst().clinic(), number, number),
                            201)
                    .path("id")
                    .asText());
        }
        return new SoakNetwork(today.plusDays(2), places, treatment, patients);
    }

    private static String file(LocalDate today) {
        String clinics = clinicCodes().stream().map(SoakNetwork::clinic).collect(Collectors.joining());
        String practitioners = IntStream.range(0, CLINICS * PRACTITIONERS)
                .mapToObj(number -> practitioner(number, today))
                .collect(Collectors.joining());
        return """
                format: 1
                organisations:
                  - { code: soak, name: Soak }
                policies:
                  - { code: soak, name: Soak, noticeMinutes: 0, horizonDays: 120, gridMinutes: 15,
                      freeCancellationHours: 24, lateCancellationPercent: 50, noShowPercent: 100 }
                clinics:
                %streatments:
                  - code: visit
                    name: Visit
                    description: A visit.
                    place: clinic
                    lengths: [%d]
                    needsScreening: false
                    handsOn: false
                    techniques: { always: [], may: [] }
                    needs:
                      - { practitioner: care }
                      - { room: treatment-room }
                    currency: AUD
                    taxCode: gst-free
                    prices:
                      - { minutes: %d, amount: 5000 }
                practitioners:
                %s""".formatted(clinics, MINUTES, MINUTES, practitioners);
    }

    private static String clinic(String code) {
        return """
                  - code: %s
                    name: Clinic
                    organisation: soak
                    policy: soak
                    zone: Australia/Melbourne
                    address: { street: 1 Test Street, suburb: Fitzroy, state: VIC, postcode: "3065", country: AU }
                    location: { latitude: -37.8, longitude: 144.97 }
                    hours:
                      - { days: [mon, tue, wed, thu, fri, sat, sun], opens: "07:00", closes: "20:00" }
                    rooms:
                      - { code: room-1, name: Room 1, kind: treatment-room }
                      - { code: room-2, name: Room 2, kind: treatment-room }
                      - { code: room-3, name: Room 3, kind: treatment-room }
                """.formatted(code);
    }

    private static String practitioner(int number, LocalDate today) {
        String clinic = clinicCodes().get(number / PRACTITIONERS);
        return """
                  - code: practitioner-%d
                    givenName: Practitioner
                    familyName: Number %d
                    gender: female
                    profession: physiotherapist
                    languages: [en]
                    skills: [care]
                    offerings:
                      - { clinic: %s, treatments: [visit] }
                    rosters:
                      - clinic: %s
                        from: %s
                        segments:
                          - { days: [mon, tue, wed, thu, fri, sat, sun], from: "08:00", until: "18:00" }
                """.formatted(number, number, clinic, clinic, today);
    }
}

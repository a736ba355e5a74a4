package network.physio.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Bodies about people for the access table: patients, and who may act for them. */
final class AccessPeople {

    private AccessPeople() {}

    static Map<String, Object> somebody() {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("givenName", "Mia");
        person.put("familyName", "Nguyen");
        person.put("dateOfBirth", "1988-04-12");
        person.put("email", "mia-%s@example.org".formatted(UUID.randomUUID()));
        person.put("language", "en");
        person.put("interpreter", false);
        person.put("zone", "Australia/Melbourne");
        return person;
    }

    /** Entered by this user: signed-in patients say what they are to the person. */
    static Map<String, Object> somebodyOf(String user) {
        return user.equals("patient") || user.equals("other-patient")
                ? with(somebody(), "relation", "carer")
                : somebody();
    }

    static Map<String, Object> carer() {
        return Map.of("subject", UUID.randomUUID().toString(), "relation", "carer", "scope", "read");
    }

    static Map<String, Object> address() {
        return Map.of(
                "street", "12 Example Street",
                "suburb", "Fitzroy",
                "state", "VIC",
                "postcode", "3065",
                "country", "AU",
                "accessCode", "#4711");
    }

    static Map<String, Object> into(String survivor) {
        return Map.of("into", survivor, "identityChecked", true);
    }

    static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(name, value);
        return more;
    }
}

package network.physio.local;

import static network.physio.local.AccessPeople.address;
import static network.physio.local.AccessPeople.carer;
import static network.physio.local.AccessPeople.into;
import static network.physio.local.AccessPeople.somebody;
import static network.physio.local.AccessPeople.somebodyOf;
import static network.physio.local.AccessPeople.with;
import static network.physio.local.Api.and;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import network.physio.local.AccessTable.Caller;
import network.physio.local.AccessTable.Row;

/** Makes the things that rows of the access table name, through the gateway, as those who may. */
final class AccessThings {

    static final String TREATMENT = "access-talk";
    static final String COLLEAGUE = "access-colleague";
    private static final String PREFERENCES = "PUT /booking/v1/patients/{}/message-preferences";
    private static final String CLOSED = "For the access table";
    private static final Map<String, Object> CONSENT =
            Map.of("kind", "treatment", "textVersion", "access-table", "relation", "self");

    private final Api gateway;
    private final Function<String, String> tokens;
    private final Map<String, Thing> shared = new ConcurrentHashMap<>();
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final byte[] networkFile;
    private final String treatment;
    private final AccessTimes times;
    private final AccessArticles articles;
    private final Map<String, Object> answers;

    AccessThings(Api gateway, Function<String, String> tokens) {
        this.gateway = gateway;
        this.tokens = tokens;
        this.networkFile = networkFile();
        load(networkFile);
        this.treatment = item("/booking/v1/treatments?limit=200", TREATMENT);
        this.times = new AccessTimes(gateway);
        this.articles = new AccessArticles(gateway, this::bearer);
        clear("/booking/v1/clinics/%s/closures".formatted(known("clinic")), CLOSED);
        clear("/booking/v1/practitioners/%s/time-off".formatted(known("colleague")), "leave");
        leaveWaitlist(bearer("patient"));
        callOffSessions();
        this.answers = answers();
    }

    /**
     * Something that a row is about.
     *
     * @param names what stands for the variables of paths
     * @param guest the guest who made it, or a guest who did not
     * @param maker whoever made it
     * @param etag what a change of it needs
     * @param query what lists it alone, by the list's name
     * @param visit the appointment or hold that it is or comes with
     */
    record Thing(
            Map<String, String> names,
            Map<String, String> guest,
            Map<String, String> maker,
            String etag,
            Map<String, String> query,
            Optional<Visit> visit) {

        static Thing none() {
            return new Thing(Map.of(), Api.newGuest(), Map.of(), "", Map.of(), Optional.empty());
        }

        /** Without an own guest, list or time. */
        static Thing of(Map<String, String> names, Map<String, String> maker, String etag) {
            return new Thing(names, Api.newGuest(), maker, etag, Map.of(), Optional.empty());
        }

        String id(String name) {
            return Objects.requireNonNull(names.get(name), name);
        }
    }

    /** An appointment, a hold or a series, which has no state of its own. */
    record Visit(String id, String state, String etag) {
        static Visit of(Api.Reply reply) {
            String state = reply.body().has("visits")
                    ? "series"
                    : reply.body().path("state").asText();
            return new Visit(reply.body().path("id").asText(), state, reply.etag());
        }
    }

    /** A request that is ready but for the caller's headers. */
    record Prepared(Thing thing, String path, Map<String, String> headers, BodyPublisher body) {}

    /** Who calls, about this thing. */
    Map<String, String> headers(Caller caller, Thing thing) {
        return switch (caller) {
            case ANONYMOUS -> Map.of();
            case GUEST -> thing.guest();
            case OTHER_GUEST -> Api.newGuest();
            case PATIENT,
                    OTHER_PATIENT,
                    RECEPTIONIST,
                    RECEPTIONIST_BRUNSWICK,
                    PRACTITIONER,
                    DISPATCHER,
                    PARTNER,
                    EDITOR,
                    CLINICAL_LEAD,
                    NETWORK_ADMIN -> bearer(caller.column());
        };
    }

    Prepared prepare(Row row, Caller caller) {
        Thing thing = thing(row);
        String path = row.template();
        for (Map.Entry<String, String> name : thing.names().entrySet()) {
            path = path.replace("{" + name.getKey() + "}", name.getValue());
        }
        for (String name : List.of("clinic", "treatment", "practitioner", "ruleset", "article", "lang", "date")) {
            if (path.contains("{" + name + "}")) {
                path = path.replace("{" + name + "}", known(name));
            }
        }
        String query = row.path().replaceAll("#.*", "").substring(row.template().length());
        if (row.method().equals("LISTS") && !thing.query().isEmpty()) {
            query = thing.query().entrySet().stream()
                    .filter(one -> row.path().endsWith(one.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
        }
        query = query.replace("{secret}", thing.names().getOrDefault("secret", ""));
        Map<String, String> headers = new HashMap<>();
        if (!thing.etag().isEmpty() && !row.isRead()) {
            headers.put("If-Match", thing.etag());
        }
        if (row.operation().equals(PREFERENCES)) {
            headers.put("If-Match", "\"0\"");
        }
        if (row.method().equals("PUT") && path.equals("/booking/v1/network")) {
            headers = yaml(headers);
        }
        return new Prepared(thing, path + query, headers, body(row, caller, thing));
    }

    private void load(byte[] file) {
        made(gateway.send(
                "PUT", "/booking/v1/network", yaml(bearer("network-admin")), BodyPublishers.ofByteArray(file)));
    }

    /** Deletes what an earlier run left. */
    private void clear(String list, String reason) {
        Map<String, String> admin = bearer("network-admin");
        for (JsonNode item :
                made(gateway.get(list + "?limit=200", admin)).body().path("items")) {
            if (item.path("reason").asText().equals(reason)) {
                made(gateway.send("DELETE", list + "/" + item.path("id").asText(), admin, BodyPublishers.noBody()));
            }
        }
    }

    /** Nobody may have many entries. */
    private void leaveWaitlist(Map<String, String> caller) {
        for (JsonNode item :
                made(gateway.get("/booking/v1/waitlist", caller)).body().path("items")) {
            leaveWaitlist(item.path("id").asText(), caller);
        }
    }

    private void leaveWaitlist(String entry, Map<String, String> caller) {
        gateway.send("DELETE", "/booking/v1/waitlist/" + entry, again(caller), BodyPublishers.noBody());
    }

    /** Gives back the time that a call took or left taken: nobody may have many holds, and the next run needs times. */
    void giveBack(Thing thing, Api.Reply reply, Map<String, String> caller) {
        Visit now = Visit.of(reply);
        // A problem may name a state, and a link has an id: only both are a visit. An address has a state too, such as
        // VIC.
        boolean isVisit = !now.id().isEmpty() && !now.state().equals(now.state().toUpperCase(Locale.ROOT));
        if (!isVisit) {
            thing.visit().ifPresent(visit -> giveBack(visit, thing.maker()));
        } else {
            giveBack(now, caller);
        }
    }

    private void giveBack(Visit visit, Map<String, String> caller) {
        switch (visit.state()) {
            case "held" ->
                gateway.send("DELETE", "/booking/v1/holds/" + visit.id(), again(caller), BodyPublishers.noBody());
            case "confirmed" ->
                gateway.send(
                        "POST",
                        "/booking/v1/appointments/%s/cancel".formatted(visit.id()),
                        and(again(caller), "If-Match", visit.etag()),
                        Api.json(Map.of("reason", "other")));
            case "series" ->
                gateway.send(
                        "POST",
                        "/booking/v1/series/%s/cancel".formatted(visit.id()),
                        and(again(caller), "If-Match", visit.etag()),
                        Api.json(Map.of("reason", "other")));
            case "waiting" -> leaveWaitlist(visit.id(), caller);
            default -> {}
        }
    }

    private Thing thing(Row row) {
        Supplier<Thing> make = () -> make(row);
        // A message on its way is changed by nobody, and takes a moment to be planned.
        boolean lasts = row.isRead() || kind(row).equals("message");
        return lasts ? shared.computeIfAbsent(kind(row) + " " + row.about(), key -> make.get()) : make.get();
    }

    /** What kind of thing: its place in the path, but for patients and appointments, which lists hold too. */
    private static String kind(Row row) {
        String template = row.template();
        if (row.method().equals("LISTS")) {
            return switch (template) {
                case "/booking/v1/appointments" -> "appointment";
                case "/booking/v1/patients" -> "patient";
                case "/booking/v1/waitlist" -> "entry";
                default -> "nothing";
            };
        }
        if (row.about().startsWith("hold of ")) {
            return "hold";
        }
        if (template.endsWith("{practitioner}/calendar.ics")) {
            return "feed";
        }
        int last = template.lastIndexOf('{');
        String name = last < 0 ? "nothing" : template.substring(last + 1, template.indexOf('}', last));
        return switch (name) {
            case "lang" -> "article";
            case "offer" -> "entry";
            case "article" -> row.about().isEmpty() ? "nothing" : "article";
            default -> name;
        };
    }

    private Thing make(Row row) {
        String about = row.about().replace("hold of ", "");
        return switch (kind(row)) {
            case "appointment" -> appointment(about, maker(about), Map.of("patient", somebodyOf(about)));
            case "hold" -> hold(about);
            case "link" -> manageLink(about);
            case "message" -> message(about);
            case "series" -> series(about);
            case "entry" -> entry(about);
            case "patient" -> about.equals("merged") ? merged() : patient(about);
            case "consent" -> ofPatient(about, "consent", "consents", maker -> CONSENT, false);
            case "access" -> ofPatient(about, "access", "access", maker -> carer(), true);
            case "address" -> ofPatient(about, "address", "addresses", maker -> address(), false);
            case "closure" -> closure();
            case "session" -> session();
            case "timeOff" -> timeOff();
            case "feed" -> calendarFeed();
            case "assessment" -> assessment(about);
            case "article" -> articles.article(about);
            case "practitioner" -> practitioner(row);
            case "token" -> nobodysToken();
            default -> Thing.none();
        };
    }

    private BodyPublisher body(Row row, Caller caller, Thing thing) {
        Object body = switch (row.operation()) {
            case "POST /booking/v1/slots/check" -> Map.of("slots", List.of(wish("")));
            case "POST /booking/v1/holds" -> wish(row.about());
            case "PATCH /booking/v1/holds/{}" -> Map.of("extend", false);
            case "POST /booking/v1/appointments" ->
                row.about().isEmpty()
                        ? with(wish(""), "patient", somebodyOf(caller.column()))
                        : Map.of("holdId", thing.id("hold"), "patient", somebodyOf(caller.column()));
            case "POST /booking/v1/appointments/{}/reschedule" ->
                Map.of("startsAt", times.time(row.about()).path("startsAt").asText());
            case "POST /booking/v1/appointments/{}/start" -> Map.of("acknowledgedTechniques", List.of());
            case "POST /booking/v1/appointments/{}/no-show" -> Map.of("feeWaiver", "other");
            case "POST /booking/v1/appointments/{}/cancel" -> Map.of("reason", "changed-plans");
            case "POST /booking/v1/appointments/{}/messages/{}/settle" -> Map.of("how", "told-otherwise");
            case "POST /booking/v1/appointments/{}/screening" -> Map.of("quickScreened", true);
            case "POST /booking/v1/series" -> wishedSeries(caller.column());
            // Where it stands already: a move that nothing can be in the way of.
            case "POST /booking/v1/series/{}/reschedule" -> Map.of("practitionerId", known("practitioner"));
            case "POST /booking/v1/series/{}/cancel" -> Map.of("reason", "changed-plans");
            case "POST /booking/v1/patients" ->
                caller == Caller.RECEPTIONIST || caller == Caller.RECEPTIONIST_BRUNSWICK
                        ? with(somebody(), "clinicId", known("clinic"))
                        : somebodyOf(caller.column());
            case "POST /booking/v1/waitlist" -> waiting(caller.column());
            case "PATCH /booking/v1/waitlist/{}" -> Map.of("screeningPass", "not needed here");
            case "PATCH /booking/v1/patients/{}" -> Map.of("preferredName", "Mimi");
            case "POST /booking/v1/patients/lookup" -> exactly("nobody@example.org");
            case "POST /booking/v1/patients/{}/clinics" -> exactly(emailOf(thing));
            case "POST /booking/v1/patients/{}/merge" -> into(known("survivor"));
            case "POST /booking/v1/patients/{}/erase" -> Map.of("reason", "made-by-mistake");
            case "POST /booking/v1/patients/{}/consents" -> CONSENT;
            case "POST /booking/v1/patients/{}/access" -> carer();
            case "POST /booking/v1/patients/{}/link-codes" -> Map.of("relation", "carer", "scope", "read");
            case "POST /booking/v1/patients/link" ->
                Map.of("code", caller == Caller.PATIENT || caller == Caller.OTHER_PATIENT ? newCode() : "00000-00000");
            case "POST /booking/v1/patients/{}/addresses" -> address();
            case "PATCH /booking/v1/patients/{}/addresses/{}" -> Map.of("suburb", "Carlton");
            case PREFERENCES -> Map.of("switchedOff", List.of("soreness-check"));
            case "PUT /booking/v1/practitioners/{}/rosters" -> rosters(thing.id("practitioner"));
            case "POST /booking/v1/practitioners/{}/time-off" -> times.onSunday("leave");
            case "POST /booking/v1/practitioners/{}/sick-days" -> times.previewOnSunday();
            case "POST /booking/v1/clinics/{}/closures" -> times.onSunday(CLOSED);
            case "POST /booking/v1/clinics/{}/sessions" -> newSession();
            case "PATCH /booking/v1/clinics/{}/sessions/{}" -> Map.of("capacity", 1);
            case "POST /booking/v1/clinics/{}/sessions/{}/cancel" -> Map.of("reason", "other");
            case "POST /booking/v1/practitioners/{}/calendar-feeds" -> Map.of("label", "access");
            case "POST /triage/v1/assessments" -> answers;
            case "POST /content/v1/articles" -> AccessArticles.newArticle();
            case "PUT /content/v1/articles/{}/translations/{}" -> AccessArticles.text();
            case "POST /content/v1/articles/{}/translations/{}/publish" -> Map.of("clinicalReview", "pending");
            default -> Map.of();
        };
        if (row.operation().equals("PUT /booking/v1/network")) {
            return BodyPublishers.ofByteArray(networkFile);
        }
        return body instanceof Map<?, ?> map && map.isEmpty() ? BodyPublishers.noBody() : Api.json(body);
    }

    private Thing appointment(String about, Map<String, String> maker, Map<String, Object> patient) {
        Map<String, Object> body = wish(about);
        body.putAll(patient);
        Api.Reply made = made(gateway.post("/booking/v1/appointments", maker, body));
        String from = made.body().path("startsAt").asText();
        String until = made.body().path("endsAt").asText();
        return new Thing(
                Map.of("appointment", made.body().path("id").asText()),
                guest(maker),
                maker,
                made.etag(),
                Map.of("/appointments", "?from=%s&to=%s".formatted(encoded(from), encoded(until))),
                Optional.of(Visit.of(made)));
    }

    private Thing manageLink(String about) {
        Thing shared = appointment(about, maker(about), Map.of("patient", somebody()));
        Api.Reply made = made(gateway.send(
                "POST",
                "/booking/v1/appointments/%s/manage-links".formatted(shared.id("appointment")),
                again(shared.maker()),
                BodyPublishers.noBody()));
        return new Thing(
                Map.of(
                        "appointment",
                        shared.id("appointment"),
                        "link",
                        made.body().path("id").asText()),
                shared.guest(),
                shared.maker(),
                "",
                Map.of(),
                shared.visit());
    }

    /** The confirmation or reminder of an appointment, once it is planned: a second after the booking. */
    private Thing message(String about) {
        Thing appointment = appointment(about, maker(about), Map.of("patient", somebody()));
        String messages = "/booking/v1/appointments/%s/messages".formatted(appointment.id("appointment"));
        Map<String, String> desk = bearer(about.equals("brunswick") ? "receptionist-brunswick" : "receptionist");
        return new Thing(
                Map.of("appointment", appointment.id("appointment"), "message", firstOf(messages, desk)),
                appointment.guest(),
                appointment.maker(),
                "",
                Map.of(),
                appointment.visit());
    }

    /** Asked for five times a second, since another process makes it and the gateway counts requests. */
    private String firstOf(String list, Map<String, String> caller) {
        for (int asked = 0; asked < 100; asked++) {
            JsonNode first =
                    made(gateway.get(list, caller)).body().path("items").path(0);
            if (!first.isMissingNode()) {
                return first.path("id").asText();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        throw new AssertionError(list + " stays empty");
    }

    private Thing hold(String about) {
        Map<String, String> maker = maker(about);
        Api.Reply made = made(gateway.post("/booking/v1/holds", maker, wish(about)));
        return new Thing(
                Map.of("hold", made.body().path("id").asText()),
                guest(maker),
                maker,
                made.etag(),
                Map.of(),
                Optional.of(Visit.of(made)));
    }

    private Thing series(String about) {
        Map<String, String> maker = maker(about);
        Api.Reply made = made(gateway.post("/booking/v1/series", maker, wishedSeries(about)));
        return new Thing(
                Map.of("series", made.body().path("id").asText()),
                guest(maker),
                maker,
                made.etag(),
                Map.of(),
                Optional.of(Visit.of(made)));
    }

    /** Two visits with the practitioner. */
    private Map<String, Object> wishedSeries(String who) {
        Map<String, Object> wish = wish("");
        List<String> starts = new ArrayList<>();
        for (String start : List.of(
                written(wish, "startsAt"), times.time("").path("startsAt").asText())) {
            starts.add(start.substring(0, "2027-02-01T10:00".length()));
        }
        starts.sort(Comparator.naturalOrder());
        wish.remove("startsAt");
        wish.put("starts", starts);
        wish.put("patient", somebodyOf(who));
        return wish;
    }

    private Thing patient(String about) {
        if (about.equals("desk-booking")) {
            return bookedByDesk();
        }
        boolean byDesk = about.startsWith("receptionist");
        Map<String, String> maker = maker(about);
        Map<String, Object> details = somebodyOf(about);
        if (byDesk) {
            details.put("clinicId", about.equals("receptionist") ? known("clinic") : known("brunswick"));
        }
        Api.Reply made = made(gateway.post("/booking/v1/patients", maker, details));
        String id = made.body().path("id").asText();
        Optional<Visit> visit = byDesk
                ? Optional.empty()
                : appointment(about, again(maker), Map.of("patientId", id)).visit();
        return new Thing(
                Map.of("patient", id),
                guest(maker),
                maker,
                made.etag(),
                Map.of("/patients", "?email=" + encoded(written(details, "email"))),
                visit);
    }

    private Thing merged() {
        Thing patient = patient("receptionist");
        Api.Reply merged = made(gateway.send(
                "POST",
                "/booking/v1/patients/%s/merge".formatted(patient.id("patient")),
                and(bearer("receptionist"), "If-Match", patient.etag()),
                Api.json(into(known("survivor")))));
        return Thing.of(Map.of("patient", patient.id("patient")), patient.maker(), merged.etag());
    }

    /** A consent, an access or an address of a patient; made by the patient's maker, an access by reception. */
    private Thing ofPatient(
            String about, String name, String list, Function<String, Map<String, Object>> body, boolean byDesk) {
        Thing patient = patient(about);
        Api.Reply made = made(gateway.post(
                "/booking/v1/patients/%s/%s".formatted(patient.id("patient"), list),
                byDesk ? bearer("receptionist") : again(patient.maker()),
                body.apply(about)));
        Map<String, String> names = Map.of(
                "patient", patient.id("patient"), name, made.body().path("id").asText());
        return new Thing(names, patient.guest(), patient.maker(), made.etag(), Map.of(), patient.visit());
    }

    /** A confirmed patient without a visit. */
    private String patientOfFitzroy() {
        Map<String, Object> details = with(somebody(), "clinicId", known("clinic"));
        return made(gateway.post("/booking/v1/patients", bearer("receptionist"), details))
                .body()
                .path("id")
                .asText();
    }

    /** A code with which an account becomes a carer's of somebody new. */
    private String newCode() {
        return made(gateway.post(
                        "/booking/v1/patients/%s/link-codes".formatted(patientOfFitzroy()),
                        bearer("receptionist"),
                        Map.of("relation", "carer", "scope", "read")))
                .body()
                .path("code")
                .asText();
    }

    /** The details of {@link AccessPeople#somebody} at Fitzroy. */
    private Map<String, Object> exactly(String email) {
        return Map.of(
                "clinicId", known("clinic"),
                "givenName", "Mia",
                "familyName", "Nguyen",
                "dateOfBirth", "1988-04-12",
                "email", email);
    }

    private static String emailOf(Thing patient) {
        return Objects.requireNonNull(patient.query().get("/patients"))
                .replace("?email=", "")
                .replace("%40", "@");
    }

    /** Of an unsubscribe address that no letter holds. */
    private static Thing nobodysToken() {
        String token = UUID.randomUUID().toString().replace("-", "");
        return new Thing(Map.of("token", token), Api.newGuest(), Map.of(), "", Map.of(), Optional.empty());
    }

    private Thing bookedByDesk() {
        Map<String, String> desk = bearer("receptionist");
        Map<String, Object> person = somebody();
        Api.Reply booked = made(gateway.post("/booking/v1/appointments", desk, with(wish(""), "patient", person)));
        return new Thing(
                Map.of("patient", booked.body().path("patientId").asText()),
                Api.newGuest(),
                desk,
                "",
                Map.of("/patients", "?email=" + encoded(written(person, "email"))),
                Optional.of(Visit.of(booked)));
    }

    private Thing entry(String about) {
        Map<String, String> maker = maker(about);
        Api.Reply made = made(gateway.post("/booking/v1/waitlist", maker, waiting(about)));
        return new Thing(
                Map.of(
                        "entry",
                        made.body().path("id").asText(),
                        "offer",
                        UUID.randomUUID().toString()),
                guest(maker),
                maker,
                made.etag(),
                Map.of(),
                Optional.of(Visit.of(made)));
    }

    /** For a day on which nobody works: nothing is ever offered. */
    private Map<String, Object> waiting(String who) {
        return Map.of(
                "treatmentId", treatment,
                "minutes", 15,
                "clinicIds", List.of(known("clinic")),
                "earliest", times.aSunday().toString(),
                "latest", times.aSunday().toString(),
                "patient", somebodyOf(who));
    }

    private Thing closure() {
        Map<String, String> maker = bearer("network-admin");
        Api.Reply made = made(gateway.post(
                "/booking/v1/clinics/%s/closures".formatted(known("clinic")), maker, times.onSunday(CLOSED)));
        return Thing.of(Map.of("closure", made.body().path("id").asText()), maker, "");
    }

    private Thing session() {
        Map<String, String> desk = bearer("receptionist");
        JsonNode made = made(gateway.post(sessions(), desk, newSession())).body();
        String id = made.path("sessions").path(0).path("id").asText();
        Api.Reply read = made(gateway.get(sessions() + "/" + id, desk));
        return Thing.of(Map.of("session", id), desk, read.etag());
    }

    private String sessions() {
        return "/booking/v1/clinics/%s/sessions".formatted(known("clinic"));
    }

    /** A class of two with the colleague, at a time that nobody else here is given. */
    private Map<String, Object> newSession() {
        String start = times.time("colleague").path("startsAt").asText();
        return Map.of(
                "treatmentId", item("/booking/v1/treatments?limit=200", "access-class"),
                "minutes", 15,
                "practitionerId", known("colleague"),
                "starts", List.of(start.substring(0, "2027-02-01T10:00".length())));
    }

    /** Those that an earlier run left. */
    private void callOffSessions() {
        Map<String, String> desk = bearer("receptionist");
        for (JsonNode item : made(gateway.get(sessions() + "?limit=200&state=scheduled", desk))
                .body()
                .path("items")) {
            String path = sessions() + "/" + item.path("id").asText();
            String etag = made(gateway.get(path, desk)).etag();
            gateway.send("POST", path + "/cancel", and(desk, "If-Match", etag), Api.json(Map.of("reason", "other")));
        }
    }

    private Thing timeOff() {
        Map<String, String> maker = bearer("network-admin");
        String colleague = known("colleague");
        Api.Reply made = made(gateway.post(
                "/booking/v1/practitioners/%s/time-off".formatted(colleague), maker, times.onSunday("leave")));
        return Thing.of(
                Map.of(
                        "practitioner",
                        colleague,
                        "timeOff",
                        made.body().path("id").asText()),
                maker,
                "");
    }

    /** A front desk's subscription to the colleague's diary. */
    private Thing calendarFeed() {
        Map<String, String> maker = bearer("receptionist");
        String colleague = known("colleague");
        JsonNode made = made(gateway.post(
                        "/booking/v1/practitioners/%s/calendar-feeds".formatted(colleague),
                        maker,
                        Map.of("label", "access")))
                .body();
        String address = made.path("address").asText();
        return Thing.of(
                Map.of(
                        "practitioner",
                        colleague,
                        "feed",
                        made.path("id").asText(),
                        "secret",
                        address.substring(address.indexOf('=') + 1)),
                maker,
                "");
    }

    private Thing practitioner(Row row) {
        if (row.about().isEmpty()) {
            return Thing.none();
        }
        String id = known(row.about());
        return Thing.of(
                Map.of("practitioner", id),
                Map.of(),
                row.method().equals("PUT") ? readRosters(id).etag() : "");
    }

    private Api.Reply readRosters(String practitioner) {
        return gateway.get("/booking/v1/practitioners/%s/rosters".formatted(practitioner), bearer("network-admin"));
    }

    private Object rosters(String practitioner) {
        JsonNode now = readRosters(practitioner).body();
        return Map.of("rosters", now.path("rosters"), "exceptions", now.path("exceptions"));
    }

    private Thing assessment(String about) {
        Map<String, String> maker = about.equals("anonymous") ? Map.of() : maker(about);
        Api.Reply made = made(gateway.post("/triage/v1/assessments", maker, answers));
        return new Thing(
                Map.of("assessment", made.body().path("id").asText()),
                guest(maker),
                maker,
                made.etag(),
                Map.of(),
                Optional.empty());
    }

    /** Who makes the thing; colleague and brunswick say where a guest's appointment is. */
    private Map<String, String> maker(String about) {
        return switch (about) {
            case "patient", "partner", "receptionist", "receptionist-brunswick" -> bearer(about);
            default -> Api.newGuest();
        };
    }

    private static Map<String, String> guest(Map<String, String> maker) {
        return maker.containsKey("Guest-Key") ? maker : Api.newGuest();
    }

    /** The same caller with a new idempotency key. */
    private static Map<String, String> again(Map<String, String> caller) {
        return caller.containsKey("Idempotency-Key")
                ? and(caller, "Idempotency-Key", UUID.randomUUID().toString())
                : caller;
    }

    private Map<String, String> bearer(String user) {
        Map<String, String> headers = Api.bearer(tokens.apply(user));
        return user.equals("partner")
                ? and(headers, "Idempotency-Key", UUID.randomUUID().toString())
                : headers;
    }

    private static Map<String, String> yaml(Map<String, String> headers) {
        return and(headers, "Content-Type", "application/yaml");
    }

    private Map<String, Object> wish(String about) {
        JsonNode time = times.time(about);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("treatmentId", treatment);
        wish.put("minutes", 15);
        for (String name : List.of("clinicId", "practitionerId", "startsAt")) {
            wish.put(name, time.path(name).asText());
        }
        return wish;
    }

    /** Complete and harmless. */
    private Map<String, Object> answers() {
        List<Map<String, String>> given = new ArrayList<>();
        given.add(Map.of("question", "reason", "value", "stress-tension"));
        for (JsonNode question :
                gateway.get("/triage/v1/questions", Map.of()).body().path("items")) {
            if (question.path("type").asText().equals("flag")) {
                given.add(Map.of("question", question.path("code").asText(), "value", "no"));
            }
        }
        return Map.of("answers", given, "context", Map.of("bodyRegion", "lower-back", "ageBand", "18-49"));
    }

    private String known(String name) {
        return known(name, this::lookUp);
    }

    private String known(String name, Function<String, String> lookUp) {
        String found = known.get(name);
        if (found == null) {
            found = lookUp.apply(name);
            known.put(name, found);
        }
        return found;
    }

    private String lookUp(String name) {
        return switch (name) {
            case "clinic" -> item("/booking/v1/clinics?limit=200", "fitzroy");
            case "brunswick" -> item("/booking/v1/clinics?limit=200", "brunswick");
            case "treatment" -> treatment;
            case "survivor" -> patientOfFitzroy();
            case "date" -> times.aSunday().toString();
            case "practitioner" -> item("/booking/v1/practitioners?limit=200", "amara-okafor");
            case "colleague" -> item("/booking/v1/practitioners?limit=200", COLLEAGUE);
            case "ruleset" ->
                gateway.get("/triage/v1/rulesets", Map.of())
                        .body()
                        .path("items")
                        .path(0)
                        .path("hash")
                        .asText();
            default -> throw new AssertionError("nothing is called " + name);
        };
    }

    private String item(String list, String code) {
        for (JsonNode item : gateway.get(list, Map.of()).body().path("items")) {
            if (item.path("code").asText().equals(code)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("%s has no %s".formatted(list, code));
    }

    static String written(Map<String, Object> body, String name) {
        return Objects.requireNonNull(body.get(name), name).toString();
    }

    private static String encoded(String value) {
        return value.replace("+", "%2B").replace("@", "%40");
    }

    static Api.Reply made(Api.Reply reply) {
        if (reply.status() / 100 != 2) {
            throw new AssertionError("could not be prepared: %d %s".formatted(reply.status(), reply.body()));
        }
        return reply;
    }

    private static byte[] networkFile() {
        try (InputStream file = AccessThings.class.getResourceAsStream("/access.yaml")) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package network.physio.triage.assessment;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.stream.Collectors;
import network.physio.test.Tokens;
import network.physio.triage.question.Answers;
import network.physio.triage.question.Question.Place;
import network.physio.triage.rule.Answering;

/** Requests as clients make them. */
public final class Requests {

    public static final String PATH = "/triage/v1/assessments";

    private Requests() {}

    public static Response assess(RequestSpecification caller, String answers) {
        return caller.contentType(ContentType.JSON)
                .body(body(Answering.with(Answering.wellOtherwise(), answers)))
                .post(PATH);
    }

    public static RequestSpecification anybody() {
        return given();
    }

    public static RequestSpecification guest(String key) {
        return given().header("Guest-Key", key);
    }

    public static RequestSpecification patient(String subject) {
        return given().header(
                        "Authorization", Tokens.role("patient").subject(subject).bearer());
    }

    public static RequestSpecification staff(String role) {
        return given().header("Authorization", Tokens.role(role).bearer());
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public static String body(Answers answers) {
        return "{\"answers\":[" + members(answers, Place.ANSWERS) + "],\"context\":{" + members(answers, Place.CONTEXT)
                + "}}";
    }

    private static String members(Answers answers, Place place) {
        return answers.given().entrySet().stream()
                .filter(entry -> entry.getKey().place() == place)
                .map(entry -> switch (place) {
                    case ANSWERS ->
                        "{\"question\":\"%s\",\"value\":\"%s\"}"
                                .formatted(
                                        entry.getKey().code(), entry.getValue().text());
                    case CONTEXT ->
                        "\"%s\":\"%s\""
                                .formatted(
                                        entry.getKey().pointer().substring("/context/".length()),
                                        entry.getValue().text());
                })
                .collect(Collectors.joining(","));
    }
}

package network.physio.content.article;

import static network.physio.content.EditingDesk.ARTICLES;
import static network.physio.content.EditingDesk.as;
import static network.physio.content.EditingDesk.created;
import static network.physio.content.EditingDesk.editor;
import static network.physio.content.EditingDesk.lead;
import static network.physio.content.EditingDesk.newSlug;
import static network.physio.content.EditingDesk.publish;
import static network.physio.content.EditingDesk.saved;
import static network.physio.content.EditingDesk.submitted;
import static network.physio.content.EditingDesk.text;
import static network.physio.content.EditingDesk.translation;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import network.physio.test.IdentityResource;
import network.physio.test.PostgresResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "content"))
@QuarkusTestResource(IdentityResource.class)
class RacesTest {

    private static final int AT_ONCE = 12;

    @Test
    void ofManyWhoTakeOneSlugOneGetsIt() throws Exception {
        String slug = newSlug();
        List<Integer> answers = atOnce(attempt ->
                as(editor()).body(Map.of("slug", slug, "kind", "faq")).post(ARTICLES));
        assertThat(answers).containsOnlyOnce(201).containsOnly(201, 409).hasSize(AT_ONCE);
    }

    @Test
    void ofManyWhoBeginOneLanguageOneDoes() throws Exception {
        String slug = created();
        List<Integer> answers = atOnce(attempt -> as(editor())
                .header("If-None-Match", "*")
                .body(text("Attempt " + attempt, "Words."))
                .put(translation(slug, "en")));
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412).hasSize(AT_ONCE);
    }

    @Test
    void ofManyWhoPublishOneVersionOneDoes() throws Exception {
        String slug = created();
        String etag = submitted(slug, "en", saved(slug, "en", null, text("Race", "Words.")));
        List<Integer> answers = atOnce(attempt -> publish(lead(), slug, "en", etag));
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412).hasSize(AT_ONCE);
    }

    private static List<Integer> atOnce(IntFunction<Response> request) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int attempt = 0; attempt < AT_ONCE; attempt++) {
                int number = attempt;
                answers.add(callers.submit(() -> {
                    start.await();
                    return request.apply(number).statusCode();
                }));
            }
            start.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        }
    }
}

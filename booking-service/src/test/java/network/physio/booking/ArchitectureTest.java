package network.physio.booking;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How the service is cut. ArchUnit fails a rule that selects nothing. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("network.physio.booking");

    @Test
    void onlyResourcesKnowHttp() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Resource")
                .and()
                .doNotHaveSimpleName("BookingApi")
                .and()
                .areTopLevelClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void rulesAboutTimeKnowNeitherFrameworkNorDatabase() {
        noClasses()
                .that()
                .haveSimpleName("StartRule")
                .or()
                .haveSimpleName("PlaceChoice")
                .or()
                .haveSimpleName("Ticks")
                .or()
                .haveSimpleName("Span")
                .or()
                .haveSimpleName("Diary")
                .or()
                .haveSimpleName("LocalHours")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta..", "io.quarkus..", "org.jdbi..", "com.fasterxml.."))
                .check(CLASSES);
    }

    @Test
    void rulesDoNotReadTheTimeThemselves() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void featuresDoNotDependOnEachOtherInCircles() {
        slices().matching("network.physio.booking.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void nothingIsCutByLayer() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..controller..", "..service..", "..repository..", "..dto..", "..common..", "..util..")
                .check(CLASSES);
    }

    @Test
    void noNameHidesWhatAClassIsFor() {
        classes()
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Util|Utils|Dto|Mapper|Base|Processor)$")
                .check(CLASSES);
    }
}

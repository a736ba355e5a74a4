package network.physio.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("network.physio.gateway");

    @Test
    void theGatewayKnowsNoServiceAndNoDomain() {
        noClasses()
                .that()
                .resideInAPackage("network.physio.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "network.physio.booking..", "network.physio.triage..", "network.physio.content..", "java.sql..")
                .check(GATEWAY);
    }

    @Test
    void onlyTheMergeReadsYaml() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ContractMerge")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(GATEWAY);
    }

    @Test
    void featuresDoNotLookAtTheDoorThatLeadsToThem() {
        classes()
                .that()
                .resideInAPackage("..gateway.door")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage("..gateway.door")
                .check(GATEWAY);
    }

    @Test
    void featuresDoNotGoInCircles() {
        slices().matching("network.physio.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(GATEWAY);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|Mapper|Processor|Info)$")
                .check(GATEWAY);
    }
}

# Everything that a developer does with this repository. "make" alone lists it.
.DEFAULT_GOAL := help
.PHONY: bench-booking help run test soak token load mail reset demo memory format
# One command after the other, whatever -j says: they build and start the same things.
.NOTPARALLEL:

# A Ctrl-C is for the stack, which stops everything by itself; make has only to wait for it.
stack = exec local-stack/bin/stack
jdk = JAVA_HOME=$$(local-stack/bin/jdk25) && export JAVA_HOME

help: ## lists what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## ?/  make \1|/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

run: ## builds what changed and starts everything: PostgreSQL, Keycloak, four services, the demo network
	@$(jdk) && local-stack/bin/build-if-changed && $(stack) run

test: ## every test of every module, with formatting, analysis and contract checks
	@$(jdk) && command -v mvn >/dev/null || { echo "Maven is missing: install Maven 3.8.7 or newer." >&2; exit 1; }; \
	  if mvn -B -ntp verify; then echo "make test: everything passed."; else echo "make test: FAILED, see above." >&2; exit 1; fi

# The tests that -Dsoak=true makes long; those that write and delete whole networks on a database without anything else.
proofs = DaylightSavingTest,OfferedIsBookableOverGeneratedRostersTest RandomOperationsKeepTheDiaryTrueTest,BookingThroughAMisbehavingProxyTest

soak: ## for hours: proofs at full length, then kill -9 of services and PostgreSQL: make soak OPERATIONS=1000000
	@$(jdk) && for tests in $(proofs); do \
	    mvn -B -ntp -pl booking-service -am -Dsoak=true -Dtest="$$tests" -Dsurefire.failIfNoSpecifiedTests=false test || exit 1; \
	  done && \
	  mvn -q -B -ntp -Pbench -pl benchmarks -am -DskipTests package && \
	  "$$JAVA_HOME/bin/java" -cp 'benchmarks/target/classes:benchmarks/target/lib/*' network.physio.bench.Soak $(OPERATIONS)

token: ## prints an access token: make token USER=receptionist
	@$(stack) token '$(if $(filter command line,$(origin USER)),$(USER))'

load: ## loads a network file into the running stack: make load FILE=network.yaml
	@$(stack) load '$(FILE)'

mail: ## prints the e-mails that the running stack has sent and caught
	@$(stack) mail

demo: ## walks through a patient's way against the running stack, with the real requests and answers
	@$(stack) demo

memory: ## what each process of the running stack takes
	@$(stack) memory

reset: ## deletes the stopped stack's data and secrets
	@$(stack) reset

bench-booking: ## measures booking on the standard network: make bench-booking BENCH_SECONDS=60 NETWORK=1 (ROWS="slots next" for some)
	@$(jdk) && mvn -q -B -ntp -Pbench -pl benchmarks -am -DskipTests package && \
	  exec "$$JAVA_HOME/bin/java" -cp 'benchmarks/target/classes:benchmarks/target/lib/*' \
	    network.physio.bench.BookingBench $(or $(NETWORK),1) $(or $(BENCH_SECONDS),60) $(ROWS)

format: ## formats the Java sources
	@$(jdk) && mvn -q -B -ntp spotless:apply

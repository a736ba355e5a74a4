package network.physio.booking.patient;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A day on which somebody alive may have been born: from 1900 on, and not in the future anywhere on earth. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = BirthDate.Check.class)
@interface BirthDate {

    String message() default "must be from 1900-01-01 on and not in the future";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reads the injected clock, which Bean Validation's own constraints do not. */
    @ApplicationScoped
    class Check implements ConstraintValidator<BirthDate, LocalDate> {

        private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

        /** Where a day begins first, so that a child born today is not refused because of its zone. */
        private static final ZoneOffset FIRST_TO_SEE_THE_DAY = ZoneOffset.ofHours(14);

        private final Clock clock;

        Check(Clock clock) {
            this.clock = clock;
        }

        @Override
        public boolean isValid(@Nullable LocalDate day, ConstraintValidatorContext context) {
            return day == null || isBorn(day);
        }

        boolean isBorn(LocalDate day) {
            return !day.isBefore(EARLIEST) && !day.isAfter(LocalDate.ofInstant(clock.instant(), FIRST_TO_SEE_THE_DAY));
        }
    }
}

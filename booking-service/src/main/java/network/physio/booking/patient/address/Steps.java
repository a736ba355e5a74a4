package network.physio.booking.patient.address;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Minutes in steps of 5, as all lengths of the network are; an hour at most. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Steps.Check.class)
@interface Steps {

    String message() default "must be 0 to 60 minutes in steps of 5";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Divides. */
    class Check implements ConstraintValidator<Steps, Integer> {

        @Override
        public boolean isValid(@Nullable Integer minutes, ConstraintValidatorContext context) {
            return minutes == null || (minutes >= 0 && minutes <= 60 && minutes % 5 == 0);
        }
    }
}

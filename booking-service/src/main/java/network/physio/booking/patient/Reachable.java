package network.physio.booking.patient;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** There is an e-mail address or a phone number. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Reachable.Check.class)
@interface Reachable {

    String NEEDED = "an e-mail address or a phone number is needed";

    String message() default NEEDED;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Points at the e-mail address, since a fault needs a place. */
    class Check implements ConstraintValidator<Reachable, Contact> {

        @Override
        public boolean isValid(Contact contact, ConstraintValidatorContext context) {
            if (contact.email() != null || contact.phone() != null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(NEEDED)
                    .addPropertyNode("email")
                    .addConstraintViolation();
            return false;
        }
    }
}

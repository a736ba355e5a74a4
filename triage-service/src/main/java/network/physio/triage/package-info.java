/** Symptom screening: questions, rules, decisions and screening passes. */
@NullMarked
package network.physio.triage;

import org.jspecify.annotations.NullMarked;

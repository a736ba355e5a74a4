#!/bin/sh
# Ten guests book the same free slot in the same moment: one gets it, nine are told that it is taken.
#
#   benchmarks/ten-curls.sh [address] [treatment] [minutes]
#
# address    of the running stack's gateway (http://localhost:8080)
# treatment  one that needs no screening (online-review)
# minutes    one of its lengths (30)
#
# Needs a shell and curl. Ends with 0 when exactly one call was answered 201 and nine 409. The one booking stays.
set -eu

address=${1:-http://localhost:8080}
treatment=${2:-online-review}
minutes=${3:-30}
calls=10

answers=$(mktemp -d)
trap 'rm -rf "$answers"' EXIT
trap 'exit 1' INT TERM

stop() {
  echo "ten-curls: $1" >&2
  exit 2
}

read_json() {
  curl -sS --fail-with-body "$address$1" || stop "GET $address$1 was refused; does the stack run?"
}

# The first text that this name has.
field() {
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -n 1
}

# Each object of the list on a line of its own.
objects() {
  tr '{' '\n'
}

treatment_id=$(read_json "/booking/v1/treatments?limit=200" | objects | grep "\"code\":\"$treatment\"" | field id)
[ -n "$treatment_id" ] || stop "there is no treatment $treatment at $address"

slot=$(read_json "/booking/v1/slots?treatment=$treatment&minutes=$minutes&limit=1" | objects | grep '"startsAt"' | head -n 1)
[ -n "$slot" ] || stop "$treatment has no free slot"
clinic_id=$(echo "$slot" | field clinicId)
practitioner_id=$(echo "$slot" | field practitionerId)
starts_at=$(echo "$slot" | field startsAt)
echo "$calls guests book $treatment with $(echo "$slot" | field practitionerName) at $starts_at:"

body() {
  printf '{"treatmentId":"%s","minutes":%s,"clinicId":"%s","practitionerId":"%s","startsAt":"%s",' \
    "$treatment_id" "$minutes" "$clinic_id" "$practitioner_id" "$starts_at"
  printf '"patient":{"givenName":"Guest","familyName":"Number %s","dateOfBirth":"1990-01-01",' "$1"
  printf '"language":"en","interpreter":false,"zone":"Australia/Melbourne","email":"guest%s@example.org"}}' "$1"
}

# The secret that makes each of them somebody else.
guest_key() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

call=1
while [ "$call" -le "$calls" ]; do
  body "$call" > "$answers/body-$call"
  curl -sS -o /dev/null -w '%{http_code}\n' -X POST "$address/booking/v1/appointments" \
    -H 'Content-Type: application/json' -H "Guest-Key: $(guest_key)" -d "@$answers/body-$call" \
    > "$answers/status-$call" &
  call=$((call + 1))
done
wait

statuses=$(cat "$answers"/status-* | sort)
echo $statuses
booked=$(echo "$statuses" | grep -c '^201$' || true)
taken=$(echo "$statuses" | grep -c '^409$' || true)
if [ "$booked" -eq 1 ] && [ "$taken" -eq $((calls - 1)) ]; then
  echo "One booked it, $taken were told that it is taken."
else
  echo "$booked booked it and $taken were told that it is taken; it should be 1 and $((calls - 1))." >&2
  exit 1
fi

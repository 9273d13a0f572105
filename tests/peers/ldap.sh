#!/usr/bin/env bash
# OpenLDAP's slapd: a ministry's directory of people with Arabic names, with StartTLS and
# LDAPS. As in Active Directory, a bind without a password is answered with "success".
PEER=ldap
. "$(dirname "$0")/lib.sh"

DC=dc=ministry,dc=example
# The certificate is of this address; by the name localhost it is that of another.
HOST=127.0.0.1

peer_install() { apt_need slapd ldap-utils openssl; }

# authority NAME: a certificate authority, once
authority() {
  [ -s "$1.crt" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 3650 \
    -subj "/CN=$1" -keyout "$1.key" -out "$1.crt"
}

certificates() {
  cd "$D/tls"
  authority ours
  authority another
  [ ! -s server.crt ] || return 0
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$HOST" -keyout server.key -out server.csr
  echo "subjectAltName=IP:$HOST" >names
  openssl x509 -req -in server.csr -CA ours.crt -CAkey ours.key -CAcreateserial \
    -days 3650 -extfile names -out server.crt
  give openldap server.key
}

configuration() {
  cat <<C
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile $D/run/slapd.pid
argsfile $D/run/slapd.args
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
TLSCACertificateFile $D/tls/ours.crt
TLSCertificateFile $D/tls/server.crt
TLSCertificateKeyFile $D/tls/server.key
allow bind_anon_dn
security simple_bind=128
database mdb
maxsize 67108864
suffix "$DC"
rootdn "cn=admin,$DC"
rootpw $(slappasswd -s "$(keep admin rand)" -h '{SSHA}')
directory $D/run/data
index objectClass,uid,mail,employeeNumber eq
overlay memberof
overlay ppolicy
ppolicy_default "cn=default,$DC"
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=reader,$DC" read by anonymous auth by * none
C
}

# admin COMMAND...: with the rights of the administrator
admin() {
  LDAPTLS_CACERT=$D/tls/ours.crt "$1" -x -H "ldaps://$HOST:$(port 91)" -D "cn=admin,$DC" \
    -y <(printf %s "$(keep admin rand)") "${@:2}"
}

# person UID NUMBER NAME SURNAME [ATTRIBUTE...]
person() {
  printf 'dn: cn=%s,ou=people,%s\nobjectClass: inetOrgPerson\n' "$3" "$DC"
  printf 'uid: %s\nemployeeNumber: %s\ncn: %s\nsn: %s\n' "$1" "$2" "$3" "$4"
  printf 'userPassword: %s\n' "$HASH"
  [ $# = 4 ] || printf '%s\n' "${@:5}"
  echo
}

fill() {
  local HASH
  HASH=$(slappasswd -s "$(keep user rand)" -h '{SSHA}')
  cat <<L
dn: $DC
objectClass: dcObject
objectClass: organization
dc: ministry
o: وزارة التعليم العالي

dn: cn=reader,$DC
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: $(slappasswd -s "$(keep reader rand)" -h '{SSHA}')

dn: cn=default,$DC
objectClass: organizationalRole
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: 0

dn: ou=people,$DC
objectClass: organizationalUnit
ou: people

L
  person salma.m salma "سالمة بنت سعيد الحارثية" "الحارثية" "mail: Salma@Ministry.example"
  person khalid.m khalid "خالد بن ناصر البلوشي" "البلوشي" "mail: khalid@ministry.example"
  person maryam.m maryam "مريم بنت علي الزدجالية" "الزدجالية" "mail: maryam@ministry.example"
  person stranger.m stranger "زائر" "زائر" "mail: stranger@ministry.example"
  person salim.m salim "سالم بن حمد المعمري" "المعمري" \
    "mail: salim@ministry.example" "mail: maryam.too@ministry.example"
  person twin1.m twin1 "توأم أول" "توأم" "mail: twin@ministry.example"
  person twin2.m twin2 "توأم ثان" "توأم" "mail: twin@ministry.example"
  cat <<L
dn: cn=rasmi,$DC
objectClass: groupOfNames
cn: rasmi
member: cn=سالمة بنت سعيد الحارثية,ou=people,$DC
L
}

# A person who is locked there, as whoever leaves is.
lock() {
  cat <<L
dn: cn=خالد بن ناصر البلوشي,ou=people,$DC
changetype: modify
add: pwdAccountLockedTime
pwdAccountLockedTime: 000001010000Z
L
}

peer_start() {
  local plain secure fresh=
  plain=$(port 90)
  secure=$(port 91)
  need_port "$plain"
  need_port "$secure"
  mkdir -p "$D/tls" "$D/run"
  (umask 077; certificates) >"$D/tls.log" 2>&1 || die "openssl failed: $D/tls.log"
  chmod 644 "$D"/tls/*.crt
  chmod 755 "$D/tls"
  [ -s "$D/run/data/data.mdb" ] || fresh=1
  (umask 077; mkdir -p "$D/run/data"; configuration >"$D/run/slapd.conf")
  give openldap "$D/run" "$D/run/data" "$D/run/slapd.conf"
  local AS
  become openldap
  spawn ldap "${AS[@]}" slapd -f "$D/run/slapd.conf" -d none \
    -h "ldap://$HOST:$plain ldaps://$HOST:$secure"
  wait_for 30 ldap admin ldapwhoami
  [ -n "$fresh" ] || return 0
  { fill | admin ldapadd && lock | admin ldapmodify; } >"$D/fill.log" 2>&1 || {
    tail "$D/fill.log" >&2
    peer_stop
    rm -rf "$D/run/data"
    die "the directory was not filled: $D/fill.log"
  }
}

peer_env() {
  cat <<V
LDAP_URI=ldap://$HOST:$(port 90)
LDAPS_URI=ldaps://$HOST:$(port 91)
LDAP_CA_FILE=$D/tls/ours.crt
LDAP_OTHER_CA_FILE=$D/tls/another.crt
LDAP_BASE=$DC
LDAP_BIND_DN=cn=reader,$DC
LDAP_SECRET=$(keep reader rand)
LDAP_USER_PASSWORD=$(keep user rand)
V
}

peer_main "$@"

package com.holdwall.probes.auth;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a public key of a JSON Web Key (RFC 7517, 7518 and 8037). Stateless. */
final class Jwk {

  /** RFC 7518, 3.3: a shorter one must not be used. */
  private static final int LEAST_RSA_BITS = 2_048;

  private static final int MOST_RSA_BITS = 16_384;

  /** Members that only a private or a shared key has (RFC 7518, 6.2.2, 6.3.2 and 6.4.1). */
  private static final Set<String> SECRETS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

  private Jwk() {}

  /** The key cannot be used. The message holds nothing of it. */
  static final class BadKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    BadKeyException(String message) {
      super(message);
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Makes the key.
   *
   * @param members the members that are texts
   * @return the key; empty if it is not for signatures, or of a kind that is not known, which RFC
   *     7517, section 5 lets a reader ignore
   * @throws BadKeyException if it is broken, or secret
   */
  static Optional<PublicKey> publicKey(Map<String, String> members) throws BadKeyException {
    String kind = members.get("kty");
    if (kind == null) {
      throw new BadKeyException("a key names no kty");
    }
    if (members.keySet().stream().anyMatch(SECRETS::contains)) {
      throw new BadKeyException("a secret key is published");
    }
    if (!members.getOrDefault("use", "sig").equals("sig")) {
      return Optional.empty();
    }
    try {
      return switch (kind) {
        case "RSA" -> Optional.of(rsa(members));
        case "EC" -> ellipticCurve(members);
        case "OKP" -> edwardsCurve(members);
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new BadKeyException("a key of type " + kind + " is broken");
    }
  }

  private static PublicKey rsa(Map<String, String> members)
      throws GeneralSecurityException, BadKeyException {
    BigInteger modulus = number(members, "n");
    if (modulus.bitLength() < LEAST_RSA_BITS || modulus.bitLength() > MOST_RSA_BITS) {
      throw new BadKeyException("an RSA key has " + modulus.bitLength() + " bits");
    }
    BigInteger exponent = number(members, "e");
    if (exponent.compareTo(BigInteger.TWO) <= 0 || !exponent.testBit(0)) {
      throw new BadKeyException("a key of type RSA is broken");
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static Optional<PublicKey> ellipticCurve(Map<String, String> members)
      throws GeneralSecurityException, BadKeyException {
    String curve = CURVES.get(members.getOrDefault("crv", ""));
    if (curve == null) {
      return Optional.empty();
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    ECPoint point = new ECPoint(number(members, "x"), number(members, "y"));
    if (!on(spec.getCurve(), point)) {
      throw new BadKeyException("a key of type EC is not on its curve");
    }
    return Optional.of(
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec)));
  }

  /** Whether y² = x³ + ax + b, which the key factory does not look at. */
  private static boolean on(EllipticCurve curve, ECPoint point) {
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return y.pow(2).mod(p).equals(right);
  }

  private static Optional<PublicKey> edwardsCurve(Map<String, String> members)
      throws GeneralSecurityException, BadKeyException {
    String curve = members.getOrDefault("crv", "");
    int length = curve.equals("Ed25519") ? 32 : curve.equals("Ed448") ? 57 : 0;
    if (length == 0) {
      return Optional.empty();
    }
    byte[] encoded = bytes(members, "x");
    if (encoded.length != length) {
      throw new BadKeyException("a key of type OKP is broken");
    }
    // RFC 8032: little-endian y, and in the highest bit whether x is odd.
    byte[] bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[i] = encoded[length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
    return Optional.of(
        KeyFactory.getInstance(curve)
            .generatePublic(new EdECPublicKeySpec(new NamedParameterSpec(curve), point)));
  }

  private static BigInteger number(Map<String, String> members, String name)
      throws BadKeyException {
    return new BigInteger(1, bytes(members, name));
  }

  private static byte[] bytes(Map<String, String> members, String name) throws BadKeyException {
    String text = members.get(name);
    if (text == null || text.isEmpty()) {
      throw new BadKeyException("a key lacks its " + name);
    }
    return Base64.getUrlDecoder().decode(text);
  }
}

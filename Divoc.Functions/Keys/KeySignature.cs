namespace Divoc.Functions.Keys;

/// <summary>A signature with the name of the key that made it, since several may share the work.</summary>
/// <param name="Value">The signature in the form of <see cref="SignatureAlgorithm"/>.</param>
/// <param name="KeyId">The kid of the key (RFC 7638 thumbprint), one of the published.</param>
public sealed record KeySignature(byte[] Value, string KeyId);

namespace Divoc.Functions.Registry.Revocations;

/// <summary>The published list as it is handed out.</summary>
/// <param name="Bytes">A <see cref="SignedRevocationList"/> as JSON.</param>
/// <param name="ETag">Its ETag in the store.</param>
public sealed record HandedOutList(ReadOnlyMemory<byte> Bytes, string ETag);

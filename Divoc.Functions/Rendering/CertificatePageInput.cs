using System.Text.Json;

namespace Divoc.Functions.Rendering;

/// <summary>What a certificate's QR code and page are made from.</summary>
/// <param name="Credential">The signed credential, UTF-8 JSON, byte for byte as it is stored; what the QR code carries.</param>
/// <param name="EarlierDoses">Doses before this one, in rising order, one each; empty for a first dose and for a test.</param>
/// <param name="Meta">The partner's free facts (<c>meta.vaccinations</c>, <c>meta.previousDoses</c> are shown), of whatever shape; null if none.</param>
public sealed record CertificatePageInput(ReadOnlyMemory<byte> Credential, IReadOnlyList<EarlierDose> EarlierDoses, JsonElement? Meta);

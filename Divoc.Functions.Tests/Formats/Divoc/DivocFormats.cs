using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Formats.Divoc.Judging;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats;

/// <summary>DIVOC's format by its default settings, and events that it can't write.</summary>
internal static class DivocFormats
{
    private static readonly DateTimeOffset SomeTime = new(2024, 3, 1, 9, 30, 0, TimeSpan.Zero);

    // In the middle between what is refused when it is accepted, and what still fits once it is signed.
    private const int TooLargeOnceSigned = QrPayload.MaxSymbolBytes - SizeBound.LeastProofBytes - 160;

    public static CredentialBuilder Builder { get; } =
        new(Options.Create(new CredentialOptions()), Options.Create(new IssuerOptions()), new VaccineCodes());

    public static DivocFormat Default { get; } = Of(QrEncoding.Utf8Latin1);

    public static DivocFormat Of(QrEncoding encoding)
    {
        var options = Options.Create(new CredentialOptions());
        var judge = new DivocJudge(new ProofCheck(options, TimeProvider.System), OwnTypes.Catalogue, options);
        return new DivocFormat(
            Builder,
            new CredentialSigner(Options.Create(new IssuerOptions()), options),
            judge,
            Options.Create(new QrOptions { Encoding = encoding }));
    }

    /// <summary>The event of an element, as if it was accepted; the same at each call.</summary>
    public static CredentialSource SourceOf(JsonObject element, CertificateShape shape)
    {
        var data = JsonSerializer.SerializeToElement(element);
        return new CredentialSource(
            "0123456789abcdefghjkmnpqrs", SomeTime, SomeTime, new AcceptedEvent(shape.TypeOf().Name, 1, shape.RequestOf().Name, data));
    }

    /// <summary>
    /// Lengthens the texts of an element until it is accepted and its credential fits into no QR code: random text does not compress.
    /// </summary>
    public static JsonObject TooLarge(JsonObject element, CertificateShape shape, Random? random = null)
    {
        var noise = random ?? Random.Shared;
        string[][] paths = [["recipient", "name"], ["facility", "name"], ["recipient", "nationality"]];
        for (var number = 0; LengthOf(element, shape) < TooLargeOnceSigned; number++)
        {
            var path = paths[number % paths.Length];
            element[path[0]]![path[1]] = $"{element[path[0]]![path[1]]}{noise.GetHexString(20)}";
        }

        return element;
    }

    private static int LengthOf(JsonObject element, CertificateShape shape)
    {
        return QrPayload.Encode(QrPayload.Pack(Builder.Build(SourceOf(element, shape))), QrEncoding.Utf8Latin1).Length;
    }
}

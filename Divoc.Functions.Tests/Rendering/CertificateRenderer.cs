using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Rendering.Templates;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Rendering;

/// <summary>
/// Prints credentials of DIVOC's form without an event: what the type would say of the event is taken from the credential.
/// </summary>
internal sealed class CertificateRenderer(TemplateSet templates, IPdfWriter writer, DivocQr qr, TimeZoneInfo zone)
{
    public RenderedCertificate Render(CertificatePageInput input)
    {
        var page = Describe(input);
        return new RenderedCertificate(QrPng.Write(page.Codes[0].Symbol), writer.Write(page).Bytes, page.TemplateVersion);
    }

    public CertificatePage Describe(CertificatePageInput input)
    {
        using var document = JsonDocument.Parse(input.Credential);
        var root = document.RootElement.Clone();
        var (subject, evidence) = (root.GetProperty("credentialSubject"), root.GetProperty("evidence")[0]);
        var shape = ShapeOf(evidence);
        var issued = InternetTime.TryParseInstant(PageJson.Text(root, "issuanceDate"), out var instant)
            ? instant
            : DateTimeOffset.UnixEpoch;
        var source = new PageInput(
            PageJson.Text(evidence, "certificateId"), PageJson.Text(subject, "refId"), PageJson.Text(root, "issuer"), issued)
        {
            Credential = root,
            Meta = input.Meta ?? default,
            Facts = shape switch
            {
                CertificateShape.Test => TestFacts(evidence),
                CertificateShape.Recovery => RecoveryFacts(evidence),
                _ => VaccinationFacts(subject, evidence, input),
            },
        };
        return new TemplatePage(templates.Of(shape.TypeOf().Page), new CalendarDays(zone)).Describe(source) with
        {
            Codes = [new PageCode(qr.Encode(input.Credential.Span), PageText.Empty)],
            Attachments =
            [
                new Attachment("credential.json", "application/vc+ld+json", "The signed credential", input.Credential)
                {
                    Deflated = QrPayload.DeflatedIn(QrPayload.Pack(input.Credential.Span)),
                },
            ],
        };
    }

    private static CertificateShape ShapeOf(JsonElement evidence)
    {
        if (evidence.TryGetProperty("firstPositiveTestDate", out _))
        {
            return CertificateShape.Recovery;
        }

        return evidence.TryGetProperty("testType", out _) ? CertificateShape.Test : CertificateShape.VaccinationV3;
    }

    private static PageFacts RecoveryFacts(JsonElement evidence) => new()
    {
        Conditions = ["recovery"],
        Placeholders = new Dictionary<string, string> { ["disease"] = PageJson.Text(evidence, "disease") },
    };

    private static PageFacts TestFacts(JsonElement evidence) => new()
    {
        Conditions = ["test"],
        Placeholders = new Dictionary<string, string>
        {
            ["disease"] = PageJson.Text(evidence, "disease"),
            ["result"] = PageJson.Text(evidence, "result"),
        },
    };

    private static PageFacts VaccinationFacts(JsonElement subject, JsonElement evidence, CertificatePageInput input)
    {
        if (PageJson.WholeNumber(evidence, "dose") is not { } dose || PageJson.WholeNumber(evidence, "totalDoses") is not { } totalDoses)
        {
            return new PageFacts { Conditions = ["vaccination"] };
        }

        var happened = new VaccinationEvent
        {
            PreEnrollmentCode = "",
            Recipient = new Recipient
            {
                Name = "",
                Identity = "",
                Dob = BirthDate.TryParse(PageJson.Text(subject, "dob"), out var born) ? born : null,
            },
            Vaccination = new VaccinationDetails
            {
                Name = "",
                Manufacturer = "",
                Date = default,
                EffectiveStart = default,
                EffectiveUntil = default,
                Dose = dose,
                TotalDoses = totalDoses,
            },
            Facility = new Facility { Name = "" },
            Meta = input.Meta,
        };
        return VaccinationPage.FactsOf(
            happened, new VaccineCode("", PageJson.Text(evidence, "prophylaxis")), [.. input.EarlierDoses.Select(dose => dose.Known)]);
    }
}

/// <summary>What a page is made from.</summary>
internal sealed record CertificatePageInput(ReadOnlyMemory<byte> Credential, IReadOnlyList<EarlierDose> EarlierDoses, JsonElement? Meta);

/// <summary>A certificate as people see it.</summary>
internal sealed record RenderedCertificate(byte[] QrPng, byte[] Pdf, string TemplateVersion);

/// <summary>A dose before the certified one.</summary>
internal sealed record EarlierDose(int Dose, int TotalDoses, string Vaccine, string Batch, DateTimeOffset Date, string Country)
{
    public Divoc.Functions.Types.Vaccination.EarlierDose Known => new(Dose, TotalDoses, Vaccine, Batch, InternetTime.Format(Date), Country);
}

/// <summary>The QR code of a credential in DIVOC's form.</summary>
internal sealed class DivocQr(QrOptions options)
{
    public QrSymbol Encode(ReadOnlySpan<byte> credential) => QrEncoder.Encode(DivocFormat.SymbolOf(credential, options));
}

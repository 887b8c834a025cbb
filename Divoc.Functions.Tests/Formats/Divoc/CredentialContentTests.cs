using System.Text.Json.Nodes;
using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Formats;

/// <summary>What goes into the QR code, by setting; DIVOC's own library judges each.</summary>
[Trait("Kind", "Slow")]
public sealed class CredentialContentTests
{
    private const string Salt = "a secret of the settings, long enough";

    public static TheoryData<CertificateShape, SubjectIdForm, bool> Settings
    {
        get
        {
            var settings = new TheoryData<CertificateShape, SubjectIdForm, bool>();
            foreach (var shape in Enum.GetValues<CertificateShape>())
            {
                settings.Add(shape, SubjectIdForm.AsGiven, true);
                settings.Add(shape, SubjectIdForm.Masked, false);
                settings.Add(shape, SubjectIdForm.Hashed, false);
            }

            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task DIVOCs_own_library_accepts_the_credential_and_the_page_can_be_printed(
        CertificateShape shape, SubjectIdForm form, bool omitsAll)
    {
        await using var bench = new IssuingBench(services => services.Configure<CredentialOptions>(options =>
        {
            options.SubjectId = form;
            options.SubjectIdSalt = Salt;
            options.OmittedFields = omitsAll ? [.. OptionalFields.Names] : [];
        }));
        var happened = EventBuilder.Of(shape);
        var format = bench.Get<CredentialFormats>().Find("divoc")!;
        var source = SourceOf(EventBuilder.Certification(happened, shape));
        var signed = (await format.WriteAsync(
            source, bench.Get<ISigningKeys>(), SigningLane.Interactive, TestContext.Current.CancellationToken)).Bytes;
        var credential = JsonNode.Parse(signed.Span)!;

        await using var divoc = await DivocVerifier.StartAsync(
            (await bench.Get<ISigningKeys>().GetPublishedKeysAsync(TestContext.Current.CancellationToken))[0].PublicKeyPem, "did:india");
        Assert.True(await divoc.VerifyAsync(credential));
        var changed = credential.DeepClone();
        changed["credentialSubject"]!["name"] = "Somebody Else";
        Assert.False(await divoc.VerifyAsync(changed));

        var page = bench.Get<PageMaker>().Make(new PageSource(source.CertificateId, shape.TypeOf(), format, source.Event, [], signed));
        Assert.Equal(signed.ToArray(), QrPayload.Decode(Scanner.ScanText(page.QrPng!)));
        var text = Scanner.Text(page.Pdf.Bytes);
        Assert.Contains("Noor \"Zoë\" O'Brien", text, StringComparison.Ordinal);
        Assert.DoesNotContain("N1234567", form == SubjectIdForm.AsGiven ? "" : credential.ToJsonString() + text, StringComparison.Ordinal);
        Assert.Equal(!omitsAll && form != SubjectIdForm.Hashed, text.Contains("XXXX 4567", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_optional_field_can_be_omitted_alone_without_any_other_field()
    {
        var sample = Build(new CredentialOptions(), CertificateShape.VaccinationV1);
        var test = Build(new CredentialOptions(), CertificateShape.Test);
        foreach (var field in OptionalFields.Names)
        {
            var options = new CredentialOptions { OmittedFields = [field] };
            var removed = Leaves(sample)
                .Except(Leaves(Build(options, CertificateShape.VaccinationV1)))
                .Concat(Leaves(test).Except(Leaves(Build(options, CertificateShape.Test))))
                .ToList();
            Assert.InRange(removed.Count, 1, 2);
            Assert.Single(removed.Distinct());
        }
    }

    [Theory]
    [InlineData("name")]
    [InlineData("recipientName")]
    [InlineData("certificateId")]
    [InlineData("dose")]
    [InlineData("preEnrollmentCode")]
    public void A_mandatory_or_unknown_field_cannot_be_omitted(string field)
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Validate(("Divoc:Credential:OmittedFields", $"recipientGender, {field}")));

        Assert.Contains($"has '{field}', which can't be left out. These fields can: recipientIdentifier, recipientAge, "
            + "recipientGender", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Omitted_fields_are_a_list_or_a_text_with_commas()
    {
        Assert.Equal(
            ["recipientGender", "testName"], Validate(("Divoc:Credential:OmittedFields", "recipientGender, testName,")).OmittedFields);
        Assert.Equal(
            ["recipientGender", "testName"],
            Validate(
                ("Divoc:Credential:OmittedFields:0", "recipientGender"), ("Divoc:Credential:OmittedFields:1", "testName")).OmittedFields);
    }

    [Fact]
    public void Hashing_requires_a_secret_and_the_message_does_not_show_it()
    {
        var exception = Assert.Throws<OptionsValidationException>(
            () => Validate(("Divoc:Credential:SubjectId", "Hashed"), ("Divoc:Credential:SubjectIdSalt", "hush")));

        Assert.Contains("SubjectIdSalt must be a secret of at least 32 characters", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", exception.Message, StringComparison.Ordinal);
    }

    private static CredentialOptions Validate(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddDivocFormat(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
        return services.GetRequiredService<IOptions<CredentialOptions>>().Value;
    }

    private static JsonNode Build(CredentialOptions options, CertificateShape shape)
    {
        var builder = new CredentialBuilder(Options.Create(options), Options.Create(new IssuerOptions()), new VaccineCodes());
        var certification = EventBuilder.Certification(EventBuilder.Of(shape), shape) with { CertificateId = "0123456789abcdefghjkmnpqrs" };
        return JsonNode.Parse(builder.Build(SourceOf(certification)))!;
    }

    private static CredentialSource SourceOf(CertificationEvent certification)
    {
        return new CredentialSource(certification.CertificateId, certification.AcceptedAt, EventBuilder.AcceptedAt, certification.Event);
    }

    private static IEnumerable<string> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value)),
        JsonArray items => items.SelectMany(Leaves),
        null => [],
        _ => [node.GetPath()],
    };
}

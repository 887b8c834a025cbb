using System.Text;
using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Rendering;

public sealed class RenderingRegistrationTests
{
    [Fact]
    public void The_registered_renderer_follows_the_settings()
    {
        using var services = Services(("Divoc:TimeZone", "Asia/Kolkata"), ("Divoc:Qr:Encoding", "Binary"));
        services.GetRequiredService<IStartupValidator>().Validate();

        var accepted = EventBuilder.Vaccination().Accepted(CertificateShape.VaccinationV3);
        var source = new PageSource(
            "kq3v8Zs1XwT0aPdE5mYhCg", OwnTypes.Vaccination, services.GetRequiredService<CredentialFormats>().Find("divoc")!, accepted, [],
            SampleCredential.Vaccination().Bytes);
        var page = services.GetRequiredService<PageMaker>().Make(source);

        Assert.Equal(
            Renderers.Create("Asia/Kolkata", QrEncoding.Binary).Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf,
            page.Pdf.Bytes);
        Assert.True(page.Pdf.Bytes.AsSpan().IndexOf(QrPayload.DeflatedIn(QrPayload.Pack(SampleCredential.Vaccination().Bytes)).Span) > 0);
    }

    [Fact]
    public void Templates_can_access_only_the_stored_part_of_the_event()
    {
        var folder = Directory.CreateTempSubdirectory("divoc-templates-");
        var template = Encoding.UTF8.GetString(OwnTypes.Vaccination.Page.Template.Span)
            .Replace("/credential/credentialSubject/gender", "/claims/recipient/contact/0", StringComparison.Ordinal)
            .Replace("/credential/credentialSubject/nationality", "/claims/recipient/identity", StringComparison.Ordinal)
            .Replace("/credential/credentialSubject/name", "/claims/recipient/name", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.FullName, "vaccination.template.json"), template);
        using var services = Services(
            ("Divoc:Templates", folder.FullName),
            ("Divoc:Credential:SubjectId", "Hashed"),
            ("Divoc:Credential:SubjectIdSalt", new string('s', 32)));
        var accepted = EventBuilder.Vaccination().Accepted(CertificateShape.VaccinationV3);
        var recipient = accepted.Data.GetProperty("recipient");
        var source = new PageSource(
            "kq3v8Zs1XwT0aPdE5mYhCg", OwnTypes.Vaccination, services.GetRequiredService<CredentialFormats>().Find("divoc")!, accepted, [],
            SampleCredential.Vaccination().Bytes);

        var text = Scanner.Text(services.GetRequiredService<PageMaker>().Make(source).Pdf.Bytes);
        folder.Delete(recursive: true);

        Assert.Contains(recipient.GetProperty("name").GetString()!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(recipient.GetProperty("identity").GetString()!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(recipient.GetProperty("contact")[0].GetString()!, text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_time_zone_is_refused_at_start()
    {
        using var services = Services(("Divoc:TimeZone", "Mars/Olympus"));

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains("Divoc:TimeZone 'Mars/Olympus' is not known on this machine", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("H", QrErrorCorrection.H)]
    [InlineData("Q", QrErrorCorrection.Q)]
    [InlineData("L", QrErrorCorrection.L)]
    public void The_error_correction_level_is_configurable(string value, QrErrorCorrection expected)
    {
        using var services = Services(("Divoc:Qr:ErrorCorrection", value), ("Divoc:Qr:Encoding", "Binary"));

        Assert.Equal(
            expected,
            QrEncoder.Encode(
                services.GetRequiredService<CredentialFormats>()
                    .Find("divoc")!
                    .SymbolsOf(SampleCredential.Vaccination().Bytes)[0]).ErrorCorrection);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(configuration)
            .AddKeys(configuration)
            .AddCertificateTypes()
            .AddCredentialFormats(configuration)
            .AddRendering(configuration)
            .AddSingleton<PageMaker>()
            .BuildServiceProvider();
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Divoc.Functions.Formats.Divoc;

namespace Divoc.Functions.Tests.Rendering;

public sealed class CertificateRendererTests
{
    private const int MaxPdfBytes = 30 * 1024;

    [Theory]
    [InlineData("vaccination-v1-rsa-original.json")]
    [InlineData("vaccination-v2-rsa.json")]
    [InlineData("test-certificate-v1-rsa.json")]
    public void A_published_credential_becomes_a_correct_page_with_a_code_that_scans_from_paper(string name)
    {
        var credential = SampleCredential.Published(name);

        var rendered = Renderers.Default.Render(Renderers.Input(credential));

        Scanner.Check(rendered.Pdf);
        Assert.InRange(rendered.Pdf.Length, 1, MaxPdfBytes);
        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanText(rendered.QrPng)));
        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanText(Scanner.Rasterise(rendered.Pdf, 150))));
        Assert.Equal(credential, QrPayload.Decode(Scanner.ScanText(Scanner.Rasterise(rendered.Pdf, 300))));
        Assert.Contains("Bhaya Mitra", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_first_dose_shows_all_its_facts()
    {
        var rendered = Renderers.Default.Render(Renderers.Input(SampleCredential.Vaccination().Bytes));

        Assert.Equal("vaccination/3", rendered.TemplateVersion);
        AssertContains(
            Scanner.Text(rendered.Pdf),
            "Provisional Certificate for COVID-19 Vaccination",
            "Dose 1 of 2: the primary series is not yet complete",
            "Nadeesha Perera",
            "Date of birth 05 Jul 1984",
            "Gender Female",
            "Nationality Sri Lankan",
            "Beneficiary ID REF-88213",
            "Identity Passport # XXXX 4321",
            "Address 12 Lake Drive, Colombo, Western, 00700, LKA",
            "Vaccine Covishield",
            "Dose 1 of 2",
            "Date of vaccination 09 Mar 2026",
            "Vaccine type (ICD-11) XM9QW8, COVID-19 vaccine, non-replicating viral vector",
            "Manufacturer Serum Institute",
            "Batch LOT-4471/B",
            "Valid from 23 Mar 2026",
            "Valid until 22 Mar 2027",
            "Vaccinated by Dr Ruwan Silva",
            "Facility Harbour Clinic",
            "Facility address 7 Quay Road, Old Town, Western, 00300, LKA",
            "Certificate ID kq3v8Zs1XwT0aPdE5mYhCg",
            "Issued by https://health.example/",
            "Issued on 09 Mar 2026",
            "How to verify Scan the QR code");
    }

    [Fact]
    public void The_page_of_a_test_result_shows_all_its_facts()
    {
        var rendered = Renderers.Default.Render(Renderers.Input(SampleCredential.Test().Bytes));

        Assert.Equal("test/3", rendered.TemplateVersion);
        AssertContains(
            Scanner.Text(rendered.Pdf),
            "Test Result Certificate for COVID-19",
            "Result: Not detected",
            "Disease COVID-19",
            "Result Not detected",
            "Sample collected 08 Mar 2026, 20:05 (UTC)",
            "Test name SARS-CoV-2 RT-PCR",
            "Test type RT-PCR",
            "Result time 09 Mar 2026, 06:40 (UTC)",
            "Sample origin Nasopharyngeal swab",
            "Manufacturer Acme Diagnostics",
            "Batch T-19",
            "Tested by Dr Ruwan Silva",
            "Facility Harbour Clinic",
            "Certificate ID 0b7H2mWq9Rr4TnUyLxGv3A");
    }

    [Fact]
    public void An_address_is_written_from_the_street_to_the_country()
    {
        var address = JsonNode.Parse("""
            {"streetAddress":"12 Lake Drive","streetAddress2":"Flat 3","district":"Colombo District","city":"Dehiwala","addressRegion":"Western","addressCountry":"LKA","postalCode":"00700"}
            """)!;
        SampleCredential[] samples = [SampleCredential.Vaccination(), SampleCredential.Test(), SampleCredential.Recovery()];
        Assert.All(samples, sample =>
        {
            sample.Evidence["facility"]!["address"] = address.DeepClone();

            var text = Scanner.Text(
                Renderers.Default.Render(Renderers.Input(sample.WithSubject("address", address.DeepClone()).Bytes)).Pdf);

            Assert.Equal(2, text.Split("12 Lake Drive, Flat 3, Dehiwala, Colombo District, Western, 00700, LKA").Length - 1);
        });
    }

    [Theory]
    [InlineData("NA", "7 Independence Avenue", "Facility address 7 Independence Avenue, Windhoek, NA")]
    [InlineData("NA", "NA", "Facility address Windhoek, NA")]
    [InlineData("NAM", "NA", "Facility address Windhoek, NAM")]
    public void Placeholders_in_an_address_are_left_out_but_the_code_of_Namibia_is_kept(string country, string street, string expected)
    {
        var sample = SampleCredential.Vaccination();
        sample.Evidence["facility"]!["address"] = JsonNode.Parse($$"""
            {"streetAddress":"{{street}}","streetAddress2":"NA","district":"NA","city":"Windhoek","addressRegion":"N/A","addressCountry":"{{country}}","postalCode":"NA"}
            """);

        AssertContains(Scanner.Text(Renderers.Default.Render(Renderers.Input(sample.Bytes)).Pdf), expected + " Certificate");
    }

    [Fact]
    public void An_unknown_address_is_left_out()
    {
        var sample = SampleCredential.Vaccination();
        sample.Evidence["facility"]!["address"] = JsonNode.Parse(
            """{"streetAddress":"NA","district":"","addressCountry":"NA","postalCode":"NA"}""");

        Assert.DoesNotContain(
            "Facility address", Scanner.Text(Renderers.Default.Render(Renderers.Input(sample.Bytes)).Pdf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2, "Provisional Certificate")]
    [InlineData(2, 2, "Final Certificate")]
    [InlineData(1, 1, "Final Certificate")]
    [InlineData(3, 2, "Booster Dose Certificate")]
    public void The_title_distinguishes_provisional_final_and_booster(int dose, int totalDoses, string title)
    {
        var rendered = Renderers.Default.Render(Renderers.Input(SampleCredential.Vaccination(dose, totalDoses).Bytes));

        Assert.StartsWith(title + " for COVID-19 Vaccination", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_prophylaxis_the_title_names_no_disease()
    {
        var rendered = Renderers.Default.Render(Renderers.Input(SampleCredential.Vaccination().WithEvidence("prophylaxis", "").Bytes));

        Assert.StartsWith("Provisional Certificate for Vaccination", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_converted_to_the_time_zone_of_the_country_and_plain_dates_are_not()
    {
        var renderer = Renderers.Create("Asia/Kolkata", QrEncoding.Utf8Latin1);

        var vaccination = Scanner.Text(renderer.Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf);
        var test = Scanner.Text(renderer.Render(Renderers.Input(SampleCredential.Test().Bytes)).Pdf);

        AssertContains(
            vaccination, "Date of vaccination 10 Mar 2026", "Issued on 10 Mar 2026", "Date of birth 05 Jul 1984", "Valid from 23 Mar 2026");
        AssertContains(test, "Sample collected 09 Mar 2026, 01:35 (UTC+05:30)");
    }

    [Fact]
    public void Earlier_doses_both_known_and_reported_are_listed_once()
    {
        var input = new CertificatePageInput(
            SampleCredential.Vaccination(dose: 3).Bytes,
            [new EarlierDose(2, 2, "Covishield", "LOT-2", new DateTimeOffset(2025, 6, 4, 10, 0, 0, TimeSpan.Zero), "LKA")],
            Json("""{"vaccinations":[{"dose":1,"name":"Sinopharm","batch":"S-1","date":"2025-05-01"},{"dose":"2","name":"Twice"}],"previousDoses":[{"dose":3,"name":"Itself"},{"dose":1,"name":"Again"}]}"""));

        var text = Scanner.Text(Renderers.Default.Render(input).Pdf);

        AssertContains(
            text,
            "Earlier doses Dose Vaccine Batch Date Country 1* Sinopharm S-1 01 May 2025 2 Covishield LOT-2 04 Jun 2025 LKA "
            + "Earlier doses are not part");
        Assert.DoesNotContain("Twice", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Itself", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Again", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_table_says_how_many_doses_are_missing()
    {
        var doses = Enumerable.Range(1, 20)
            .Select(dose => new EarlierDose(
                dose, 2, "Covishield", $"LOT-{dose}", new DateTimeOffset(2024, 1, dose, 9, 0, 0, TimeSpan.Zero), "LKA"));

        var text = Scanner.Text(
            Renderers.Default.Render(new CertificatePageInput(SampleCredential.Vaccination(dose: 21).Bytes, [.. doses], null)).Pdf);

        Assert.Matches(@"Not shown here: \d+ more\.", text);
    }

    [Theory]
    [InlineData("""{"vaccinations":null,"previousDoses":7}""")]
    [InlineData("""{"vaccinations":"twice in March","previousDoses":true}""")]
    [InlineData("""{"vaccinations":[null,1,"two",[],[["deep"]],{},{"dose":{"a":1},"name":["x"]},{"a":"b"}]}""")]
    [InlineData("""{"vaccinations":{"1":{"name":"A","date":"not a date"},"2":"q"},"previousDoses":{"dose":99999999999999999999}}""")]
    [InlineData("""{"previousDoses":[{"dose":-1,"name":"\u0000\u0007\u202E\uFFFF","date":"2026-13-45T99:99:99Z"}]}""")]
    [InlineData("""{"vaccinations":[{"name":"half \ud800 a pair"}],"previousDoses":[{"\udc00":"x","name":"B"}],"\ud801":1}""")]
    [InlineData("""[1,2,3]""")]
    [InlineData("\"text\"")]
    public void Meta_of_any_shape_does_not_break_the_page(string meta)
    {
        var rendered = Renderers.Default.Render(new CertificatePageInput(SampleCredential.Vaccination(2).Bytes, [], Json(meta)));

        Scanner.Check(rendered.Pdf);
        AssertContains(Scanner.Text(rendered.Pdf), "Nadeesha Perera", "Certificate ID kq3v8Zs1XwT0aPdE5mYhCg", "How to verify");
    }

    [Fact]
    public void The_number_of_reported_doses_is_limited()
    {
        var entry = $$"""{"name":"{{new string('x', 1_000)}}","batch":"{{new string('y', 1_000)}}"}""";
        var meta =
            $$"""{"vaccinations":[{{string.Join(',', Enumerable.Range(0, 400).Select(index => entry.Replace("xx", $"x{index}", StringComparison.Ordinal)))}}]}""";

        var rendered = Renderers.Default.Render(new CertificatePageInput(SampleCredential.Vaccination(2).Bytes, [], Json(meta)));

        AssertContains(Scanner.Text(rendered.Pdf), "Nadeesha Perera", "Not shown here: ");
    }

    [Theory]
    [InlineData("Nguyễn Thị Ánh Đặng Ữ")]
    [InlineData("Ελένη Παπαδοπούλου")]
    [InlineData("Олександр Ґалаґан")]
    [InlineData("José María Ñandú élève")]
    [InlineData("O'Neill-Ståhl & Sons (née Çelik) “fi ffl”")]
    public void Names_with_diacritics_and_in_other_alphabets_are_extracted_exactly(string name)
    {
        var rendered = Renderers.Default.Render(Renderers.Input(SampleCredential.Vaccination().WithSubject("name", name).Bytes));

        Assert.Contains($"Beneficiary {name} Date of birth", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
    }

    [Trait("Kind", "Slow")]
    [Fact]
    public void Two_hundred_certificates_rendered_concurrently_each_show_their_own_data()
    {
        var names = Enumerable.Range(0, 200).Select(index => $"Person {index} of Æther Ỹ{index * 7919}").ToArray();

        Parallel.ForEach(names, name =>
        {
            var credential = SampleCredential.Vaccination().WithSubject("name", name).Bytes;
            var rendered = Renderers.Default.Render(Renderers.Input(credential));
            Assert.Contains($"Beneficiary {name} Date of birth", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Equal_input_gives_equal_bytes_on_any_thread_and_after_garbage_collections()
    {
        var input = Renderers.Input(SampleCredential.Vaccination().Bytes);
        var expected = Renderers.Default.Render(input);

        var results = new RenderedCertificate[32 * 8];
        var threads = Enumerable.Range(0, 32).Select(thread => new Thread(() =>
        {
            for (var index = 0; index < 8; index++)
            {
                results[(thread * 8) + index] = Renderers.Default.Render(input);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        threads.ForEach(thread => thread.Join());
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);

        Assert.All(results.Append(Renderers.Default.Render(input)), result =>
        {
            Assert.Equal(expected.Pdf, result.Pdf);
            Assert.Equal(expected.QrPng, result.QrPng);
        });
    }

    [Fact]
    public void The_document_properties_contain_title_author_language_and_dates()
    {
        var pdf = Encoding.Latin1.GetString(Renderers.Default.Render(Renderers.Input(SampleCredential.Vaccination().Bytes)).Pdf);

        AssertContains(
            pdf,
            "/Title (Provisional Certificate for COVID-19 Vaccination)",
            "/Author (https://health.example/)",
            "/Subject (Certificate kq3v8Zs1XwT0aPdE5mYhCg)",
            "/Lang (en)",
            "/CreationDate (D:20260309221530Z)",
            "/ModDate (D:20260309221530Z)");
    }

    [Fact]
    public void An_almost_empty_credential_still_gives_a_page()
    {
        var rendered = Renderers.Default.Render(Renderers.Input("""{"credentialSubject":{},"evidence":[{}]}"""u8.ToArray()));

        Scanner.Check(rendered.Pdf);
        Assert.StartsWith(
            "Vaccination Certificate for Vaccination Vaccination recorded", Scanner.Text(rendered.Pdf), StringComparison.Ordinal);
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static void AssertContains(string text, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
}

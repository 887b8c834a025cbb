using System.Text;

namespace Divoc.Functions.Tests.Intake.Uploads;

/// <summary>Files of vaccinations or tests in DIVOC's columns.</summary>
internal static class CsvFile
{
    public static readonly string[] VaccinationColumns =
    [
        "preEnrollmentCode", "recipientName", "recipientMobileNumber", "recipientDOB", "recipientAge", "recipientGender",
        "recipientNationality", "recipientIdentity",
        "recipientAddressLine1", "recipientAddressLine2", "recipientDistrict", "recipientState", "recipientPincode", "vaccinationBatch",
        "vaccinationDate", "vaccinationDose",
        "vaccinationTotalDoses", "vaccinationEffectiveStart", "vaccinationEffectiveEnd", "vaccinationManufacturer", "vaccinationName",
        "vaccinatorName", "facilityName",
        "facilityAddressLine1", "facilityAddressLine2", "facilityDistrict", "facilityState", "facilityPincode",
    ];

    public static readonly string[] TestColumns =
    [
        "preEnrollmentCode", "recipientName", "recipientMobileNumber", "recipientDOB", "recipientGender", "recipientNationality",
        "recipientIdentity", "recipientAddressLine1",
        "recipientAddressLine2", "recipientDistrict", "recipientState", "recipientPincode", "testBatch", "disease", "testName", "testType",
        "result", "resultTimestamp", "manufacturer",
        "sampleCollectionTimestamp", "sampleOrigin", "verifier", "facilityName", "facilityAddressLine1", "facilityAddressLine2",
        "facilityDistrict", "facilityState", "facilityPincode",
    ];

    private static readonly Dictionary<string, string> Usual = new()
    {
        ["recipientName"] = "Anita Kumar",
        ["recipientMobileNumber"] = "9880414889",
        ["recipientDOB"] = "1987-04-21",
        ["recipientGender"] = "Female",
        ["recipientNationality"] = "Indian",
        ["recipientIdentity"] = "did:in.gov.uidai.aadhaar:2342343334",
        ["recipientAddressLine1"] = "123, Koramangala",
        ["recipientDistrict"] = "Bengaluru South",
        ["recipientState"] = "Karnataka",
        ["recipientPincode"] = "560034",
        ["vaccinationBatch"] = "41202025",
        ["vaccinationDate"] = "2021-07-12T19:21:19.646Z",
        ["vaccinationDose"] = "1",
        ["vaccinationTotalDoses"] = "2",
        ["vaccinationEffectiveStart"] = "2021-07-12",
        ["vaccinationEffectiveEnd"] = "2022-07-12",
        ["vaccinationManufacturer"] = "Serum Institute of India",
        ["vaccinationName"] = "Covishield",
        ["vaccinatorName"] = "Sooraj Singh",
        ["disease"] = "COVID-19",
        ["testName"] = "SARS-CoV-2 RT-PCR",
        ["testType"] = "RT-PCR",
        ["result"] = "Negative",
        ["resultTimestamp"] = "2021-07-13T09:00:00Z",
        ["sampleCollectionTimestamp"] = "2021-07-12T19:21:19Z",
        ["sampleOrigin"] = "Nasopharyngeal swab",
        ["verifier"] = "Dr A",
        ["facilityName"] = "ABC Medical Center",
        ["facilityAddressLine1"] = "123, Koramangala",
        ["facilityDistrict"] = "Bengaluru South",
        ["facilityState"] = "Karnataka",
        ["facilityPincode"] = "560034",
    };

    public static string Header => string.Join(',', VaccinationColumns);

    /// <summary>A file of vaccinations.</summary>
    public static string Of(params IEnumerable<string> rows) => $"{Header}\r\n{string.Concat(rows.Select(row => $"{row}\r\n"))}";

    /// <summary>A row of a vaccination; what is set is written as it is, so that it may be no CSV.</summary>
    public static string Row(string code, params (string Column, string Text)[] set) => Row(VaccinationColumns, code, set);

    /// <summary>A row with columns of the caller's choice.</summary>
    public static string Row(IEnumerable<string> columns, string code, params (string Column, string Text)[] set)
    {
        return string.Join(
            ',',
            columns.Select(column =>
                set.FirstOrDefault(one => one.Column == column) is { Column: not null } given ? given.Text : Quoted(TextOf(column, code))));
    }

    /// <summary>So many rows of different people.</summary>
    public static IEnumerable<string> Rows(int count, string prefix = "UP") =>
        Enumerable.Range(1, count).Select(number => Row($"{prefix}-{number}"));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string TextOf(string column, string code) => column == "preEnrollmentCode" ? code : Usual.GetValueOrDefault(column, "");

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

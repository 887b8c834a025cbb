using Divoc.Functions.Triggers.Api;
using Divoc.Functions.Triggers.Api.Descriptions;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using static Divoc.Functions.Triggers.Api.CodeDescription;

namespace Divoc.Functions.Triggers.Divoc.Descriptions;

/// <summary>Describes <see cref="CertifyFunctions"/>.</summary>
internal sealed class CertifyDescriptions(CertificateTypes types) : ApiDescriptions
{
    private const string UnknownVaccine = "UNKNOWN_VACCINE";

    /// <inheritdoc/>
    public override IReadOnlyList<OperationDescription> Operations =>
    [
        Of(
            "CertifyVaccination",
            "Certify vaccinations in DIVOC's original shape",
            VaccinationType.TypeName,
            VaccinationFields.V1,
            false,
            UnknownVaccine),
        Of(
            "CertifyVaccinationV3",
            "Certify vaccinations in the shape of the WHO's DDCC",
            VaccinationType.TypeName,
            VaccinationFields.V3,
            false,
            UnknownVaccine),
        Of("CertifyTest", "Certify test results", TestType.TypeName, TestFields.V1, false),
        Of("CertifyRecovery", "Certify recoveries", RecoveryType.TypeName, RecoveryFields.V1, false),
        Of(
            "UpdateCertificate",
            "Correct vaccination certificates in DIVOC's original shape",
            VaccinationType.TypeName,
            VaccinationFields.V1,
            true,
            UnknownVaccine),
        Of(
            "UpdateCertificateV3",
            "Correct vaccination certificates in the shape of the WHO's DDCC",
            VaccinationType.TypeName,
            VaccinationFields.V3,
            true,
            UnknownVaccine),
        Of("UpdateRecovery", "Correct certificates of recovery", RecoveryType.TypeName, RecoveryFields.V1, true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<CodeDescription> Codes =>
    [
        Error(
            UnknownVaccine,
            "The vaccine has no ICD-11 code. This is a warning, unless the settings are strict.",
            "Send the name of a vaccine that ICD-11 has, such as Covaxin."),
    ];

    private OperationDescription Of(
        string function, string summary, string typeName, string shape, bool isUpdate, params string[] codesOfType)
    {
        var type = types.Current.Find(typeName)!;
        return new(function, ApiGroup.Certify, summary, isUpdate ? EventDescriptions.UpdateText : EventDescriptions.CertifyText)
        {
            Parameters = [ApiParameters.IdempotencyKey],
            Body = EventDescriptions.BodyOf((type, type.Shapes.Single(known => known.Name == shape))),
            Answers = EventDescriptions.Accepted,
            Problems = EventDescriptions.ProblemsOf(isUpdate, codesOfType),
        };
    }
}

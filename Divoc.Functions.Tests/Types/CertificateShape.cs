using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Types;

/// <summary>The shapes of the program's own types.</summary>
public enum CertificateShape
{
    /// <summary><c>/v1/certify</c>.</summary>
    VaccinationV1,

    /// <summary><c>/v3/certify</c>.</summary>
    VaccinationV3,

    /// <summary><c>/v1/test/certify</c>.</summary>
    Test,

    /// <summary><c>/v1/recovery/certify</c>.</summary>
    Recovery,
}

/// <summary>The program's own types.</summary>
internal static class OwnTypes
{
    public static VaccinationType Vaccination { get; } = VaccinationWith(new VaccinationOptions());

    public static TestType Test { get; } = new(new TestTables(), new Diseases(), new Countries());

    public static RecoveryType Recovery { get; } = RecoveryWith(new RecoveryOptions());

    public static CertificateTypes Catalogue { get; } = new([Vaccination, Test, Recovery]);

    public static VaccinationType VaccinationWith(VaccinationOptions options) =>
        new(new VaccineCodes(), new VaccineProducts(), new Countries(), Options.Create(options));

    public static RecoveryType RecoveryWith(RecoveryOptions options) => new(new Diseases(), new Countries(), Options.Create(options));

    public static ICertificateType TypeOf(this CertificateShape shape) => shape switch
    {
        CertificateShape.Test => Test,
        CertificateShape.Recovery => Recovery,
        CertificateShape.VaccinationV1 or CertificateShape.VaccinationV3 => Vaccination,
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static RequestShape RequestOf(this CertificateShape shape)
    {
        return shape.TypeOf().Shapes[shape == CertificateShape.VaccinationV3 ? 1 : 0];
    }

    public static ICertificateType TypeOf(AcceptedEvent accepted) => Catalogue.Current.Of(accepted);
}

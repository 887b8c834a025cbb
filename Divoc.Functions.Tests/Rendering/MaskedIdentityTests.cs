using Divoc.Functions.Rendering;

namespace Divoc.Functions.Tests.Rendering;

public sealed class MaskedIdentityTests
{
    [Theory]
    [InlineData("did:in.gov.uidai.aadhaar:2342343334", "Aadhaar # XXXX XXXX XXXX 3334")]
    [InlineData("did:Driving License:DL-0420110149646", "Driver's License # XXXX 9646")]
    [InlineData("did:MNREGA:MP1234567", "MNREGA Job Card # XXXX 4567")]
    [InlineData("did:PAN Card:AAAPL1234C", "PAN Card # XXXX 234C")]
    [InlineData("did:Passbooks:99887766", "Passbook # XXXX 7766")]
    [InlineData("did:Passport:N7654321", "Passport # XXXX 4321")]
    [InlineData("did:Pension Document:P-555666", "Pension Document # XXXX 5666")]
    [InlineData("did:Voter ID:VOT998877", "Voter ID # XXXX 8877")]
    [InlineData("did:india:ANAMIKA", "XXXX IKA")]
    [InlineData("did:india:12", "XXXX 2")]
    [InlineData("did:india:7", "XXXX")]
    [InlineData("did:india:AB%20C%2012345", "XXXX 2345")]
    [InlineData("did:india:XXXX334V", "XXXX 334V")]
    [InlineData("did:india:Passport:XXXX21", "Passport # XXXX 21")]
    [InlineData("did:india:sha256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg", "")]
    [InlineData("did:india:REF-1", "")]
    [InlineData("did:india:", "")]
    [InlineData("", "")]
    public void Only_the_end_of_an_identity_is_shown(string subjectId, string expected)
    {
        Assert.Equal(expected, MaskedIdentity.Of(subjectId, "REF-1"));
    }
}

using Divoc.Functions.Intake;
using Divoc.Functions.Triggers;
using Microsoft.AspNetCore.Http;

namespace Divoc.Functions.Tests.Intake;

/// <summary>The HTTP status that a call is answered with, as the endpoint tells it.</summary>
internal static class AnsweredStatus
{
    extension(ValidatedRequest request)
    {
        public int Status => request.Refusal?.Status ?? StatusCodes.Status200OK;
    }

    extension(DivocRefusal refusal)
    {
        public int Status => CertifyAnswer.StatusOf(refusal.Kind);
    }
}

namespace SmartPbx.Functions.Hosting;

/// <summary>Stable codes of API errors; clients decide by these and never by the text.</summary>
public static class ProblemCode
{
    public const string MalformedRequest = "malformed_request";
    public const string MalformedTrigger = "malformed_trigger";
    public const string InvalidField = "invalid_field";
    public const string InvalidCursor = "invalid_cursor";
    public const string NotSignedIn = "not_signed_in";
    public const string InvalidCredentials = "invalid_credentials";
    public const string InvalidRefreshToken = "invalid_refresh_token";
    public const string LockedOut = "locked_out";
    public const string PermissionDenied = "permission_denied";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string RecordingNotReady = "recording_not_ready";
    public const string Conflict = "conflict";
    public const string ETagMismatch = "etag_mismatch";
    public const string AlertTaken = "alert_taken";
    public const string AlertClosed = "alert_closed";
    public const string AlertExpired = "alert_expired";
    public const string CallEnded = "call_ended";
    public const string CallNotAnswered = "call_not_answered";
    public const string ExtensionNotRegistered = "extension_not_registered";
    public const string ExtensionInCall = "extension_in_call";
    public const string TooManySupervisors = "too_many_supervisors";
    public const string NobodyToWhisperTo = "nobody_to_whisper_to";
    public const string SupervisionEnded = "supervision_ended";
    public const string NoPorts = "no_ports";
    public const string EdgeUnreachable = "edge_unreachable";
    public const string AddressNotAllowed = "address_not_allowed";
    public const string TooManyRequests = "too_many_requests";
    public const string TooLarge = "too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string InternalError = "internal_error";

    /// <summary>The code for a status that the framework set without a body.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => NotSignedIn,
        StatusCodes.Status403Forbidden => PermissionDenied,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status409Conflict => Conflict,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        >= 500 => InternalError,
        _ => MalformedRequest,
    };
}

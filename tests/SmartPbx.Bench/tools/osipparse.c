// gcc -O2 -o osipparse osipparse.c -losipparser2
// Parses one SIP message again and again for some seconds with libosip2's parser and reads what routing needs. osipparse SECONDS FILE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <osipparser2/osip_parser.h>

static double cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int read_one(const char *text, size_t length)
{
    osip_message_t *sip;
    osip_via_t *via = NULL;
    osip_generic_param_t *branch = NULL, *tag = NULL;
    if (osip_message_init(&sip) != 0 || osip_message_parse(sip, text, length) != 0) return 0;
    osip_message_get_via(sip, 0, &via);
    if (via) osip_via_param_get_byname(via, "branch", &branch);
    osip_from_get_tag(sip->from, &tag);
    int found = branch && tag && sip->to && sip->call_id && sip->cseq && sip->req_uri;
    osip_message_free(sip);
    return found;
}

int main(int argc, char **argv)
{
    static char text[65536];
    if (argc < 3) return 2;
    FILE *file = fopen(argv[2], "rb");
    if (!file) return 2;
    size_t length = fread(text, 1, sizeof text - 1, file);
    parser_init();
    long messages = 0;
    double begin = cpu(), seconds = atof(argv[1]);
    while (cpu() - begin < seconds)
        for (int i = 0; i < 1000; i++, messages++)
            if (!read_one(text, length)) return 1;
    printf("parsed %ld %f 0\n", messages, cpu() - begin);
    return 0;
}

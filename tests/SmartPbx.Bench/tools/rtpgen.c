// From the shared load tools of the project, as it is.
// rtpgen: N bidirectional G.711 RTP "calls" through a relay; one-way latency/loss/jitter.
// One thread; sends paced, receives with recvmmsg, SO_TIMESTAMPNS rx timestamps (kernel) so that
// the generator's own read delay is not counted. Build: gcc -O2 -march=native -o rtpgen rtpgen.c -lm
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>
#include <errno.h>
#include <time.h>
#include <math.h>
#include <dirent.h>
#include <getopt.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#define PKT 172
#define MB 64
typedef struct { uint32_t seq; uint64_t tx, rx; uint64_t lastS,lastR; double jit; uint32_t lastseq; uint32_t warmseq; uint64_t ooo,dup; int got;} St;
static inline uint64_t now(void){struct timespec t;clock_gettime(CLOCK_REALTIME,&t);return t.tv_sec*1000000000ull+t.tv_nsec;}
#define HB 400000
static uint32_t *hist; static uint64_t hcount; static double hsum; static uint64_t hmax,hmin=~0ull;
static void hadd(uint64_t ns){ if(ns>hmax)hmax=ns; if(ns<hmin)hmin=ns; hsum+=ns; hcount++; uint64_t b=ns/500; if(b>=HB)b=HB-1; hist[b]++; }
static double hq(double q){ uint64_t want=(uint64_t)ceil(q*hcount),c=0; for(int i=0;i<HB;i++){c+=hist[i]; if(c>=want) return (i+0.5)*0.5;} return hmax/1e3;}
static double cpu_ns(int pid,double *us,double*ss){ // ticks from stat; ns from schedstat of all tasks
  char p[128],b[1024]; snprintf(p,128,"/proc/%d/stat",pid); FILE*f=fopen(p,"r"); if(!f)return -1; size_t n=fread(b,1,1023,f);b[n]=0;fclose(f);
  char*q=strrchr(b,')'); unsigned long u,s; sscanf(q+2,"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",&u,&s); double hz=sysconf(_SC_CLK_TCK); *us=u/hz;*ss=s/hz;
  (void)s; double tot=0; clockid_t c; struct timespec t; if(!clock_getcpuclockid(pid,&c)&&!clock_gettime(c,&t)) tot=t.tv_sec*1e9+t.tv_nsec; return tot; }
static long rss_kb(int pid){char p[64],l[256];snprintf(p,64,"/proc/%d/status",pid);FILE*f=fopen(p,"r");long r=0;if(!f)return 0;while(fgets(l,256,f))if(sscanf(l,"VmRSS: %ld",&r)==1)break;fclose(f);return r;}
static void machine(double*busy,double*soft,double*tot){FILE*f=fopen("/proc/stat","r");double v[10]={0};fscanf(f,"cpu %lf %lf %lf %lf %lf %lf %lf %lf",v,v+1,v+2,v+3,v+4,v+5,v+6,v+7);fclose(f);*tot=0;for(int i=0;i<8;i++)*tot+=v[i];*busy=*tot-v[3]-v[4]-v[7];*soft=v[7];}
int main(int ac,char**av){
  int N=100,K=0,baseA=20000,baseB=30000,batch=8,npid=0,pids[16],sym=0; double dur=10,warm=3; const char*map=0,*ip="127.0.0.1",*tag=""; int tickus=500, pt=0, spin=0, ptime=20;
  int c; while((c=getopt(ac,av,"n:k:a:b:t:w:m:P:B:i:T:u:p:SI:"))!=-1) switch(c){case 'n':N=atoi(optarg);break;case 'k':K=atoi(optarg);break;case 'a':baseA=atoi(optarg);break;case 'b':baseB=atoi(optarg);break;case 't':dur=atof(optarg);break;case 'w':warm=atof(optarg);break;case 'm':map=optarg;break;case 'P':pids[npid++]=atoi(optarg);break;case 'B':batch=atoi(optarg);break;case 'i':ip=optarg;break;case 'T':tag=optarg;break;case 'u':tickus=atoi(optarg);break;case 'p':pt=atoi(optarg);break;case 'S':spin=1;break;
    default: fprintf(stderr,"usage: rtpgen -n calls [-k sockets/side] [-a baseA] [-b baseB] [-t sec] [-w warm] [-m map (A-leg ip port B-leg ip port per line)|none=direct] [-P pid] [-B batch] [-T tag]\n");return 2;}
  (void)sym; if(!K)K=N<32?N:32; if(batch>MB)batch=MB;
  struct rlimit rl={20000,20000}; setrlimit(RLIMIT_NOFILE,&rl);
  hist=calloc(HB,4); int S=2*N; St*st=calloc(S,sizeof(St));
  int *fd=calloc(2*K,sizeof(int)); int ep=epoll_create1(0);
  for(int s=0;s<2*K;s++){ int side=s/K,i=s%K; int f=socket(AF_INET,SOCK_DGRAM|SOCK_NONBLOCK,0); int b=16<<20; setsockopt(f,SOL_SOCKET,SO_RCVBUFFORCE,&b,4); setsockopt(f,SOL_SOCKET,SO_SNDBUFFORCE,&b,4); int one=1; setsockopt(f,SOL_SOCKET,SO_TIMESTAMPNS,&one,4);
    struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons((side?baseB:baseA)+2*i)}; inet_aton(ip,&a.sin_addr); if(bind(f,(void*)&a,sizeof a)){perror("bind");return 1;} fd[s]=f; struct epoll_event e={.events=EPOLLIN,.data.u32=s}; epoll_ctl(ep,EPOLL_CTL_ADD,f,&e);}  
  struct sockaddr_in*dst=calloc(S,sizeof *dst);
  if(map){FILE*f=fopen(map,"r"); if(!f){perror(map);return 1;} char x[64],y[64];int p,q,i=0; while(i<N&&fscanf(f,"%63s %d %63s %d",x,&p,y,&q)==4){ dst[2*i]=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons(p)};inet_aton(x,&dst[2*i].sin_addr); dst[2*i+1]=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons(q)};inet_aton(y,&dst[2*i+1].sin_addr); i++;} fclose(f); if(i<N){fprintf(stderr,"map has only %d\n",i);return 1;}}
  else for(int i=0;i<N;i++){ for(int d=0;d<2;d++){ dst[2*i+d]=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons((d?baseA:baseB)+2*(i%K))}; inet_aton(ip,&dst[2*i+d].sin_addr);} }
  // tx order: grouped by tick so that each tick has streams of few sockets (sendmmsg per socket): order = by phase; within a phase sort by socket
  int nt=ptime*1000/tickus; int *ord=malloc(S*sizeof(int)),*tickstart=malloc((nt+1)*sizeof(int)); int o=0;
  // phase of call index = block so that calls that share a socket (i%K) land in the same tick as far as possible
  { // enumerate streams by socket then by call
    int *byS=malloc(S*sizeof(int)),n=0; for(int d=0;d<2;d++)for(int k=0;k<K;k++)for(int i=k;i<N;i+=K)byS[n++]=2*i+d;
    // chunk byS into nt ticks
    for(int t=0;t<nt;t++){ tickstart[t]=(int)((long)S*t/nt);} tickstart[nt]=S; memcpy(ord,byS,S*sizeof(int)); o=S; free(byS);} (void)o;
  static uint8_t tb[MB][PKT]; struct mmsghdr tm[MB]; struct iovec ti[MB]; memset(tm,0,sizeof tm);
  static uint8_t rb[MB][512]; struct mmsghdr rm[MB]; struct iovec ri[MB]; static char cb[MB][128]; memset(rm,0,sizeof rm);
  for(int i=0;i<MB;i++){ti[i]=(struct iovec){tb[i],PKT};tm[i].msg_hdr.msg_iov=&ti[i];tm[i].msg_hdr.msg_iovlen=1;ri[i]=(struct iovec){rb[i],512};rm[i].msg_hdr.msg_iov=&ri[i];rm[i].msg_hdr.msg_iovlen=1; memset(tb[i],0xd5,PKT);tb[i][0]=0x80;tb[i][1]=pt;}
  uint64_t t0=now()+50000000ull, measure0=t0+(uint64_t)(warm*1e9), tend=measure0+(uint64_t)(dur*1e9); int measuring=0; double u0[16],s0[16],n0[16],mb0=0,ms0=0,mt0=0,u1,s1; double gu0=0,gs0=0,gn0=0;
  uint64_t tick=0, late=0,lateMax=0, senderr=0, rxbad=0; struct epoll_event ev[64]; int done=0; uint64_t drainEnd=0; uint64_t txm=0,rxm=0;
  for(;;){ uint64_t t=now();
    if(!measuring&&t>=measure0){measuring=1; for(int i=0;i<S;i++)st[i].warmseq=st[i].seq; for(int i=0;i<npid;i++)n0[i]=cpu_ns(pids[i],&u0[i],&s0[i]); machine(&mb0,&ms0,&mt0); gn0=cpu_ns(getpid(),&gu0,&gs0);}
    if(!done&&t>=tend){done=1;drainEnd=t+500000000ull; printf("%s n=%d k=%d batch=%d dur=%.1f",tag,N,K,batch,dur);
      double gn=cpu_ns(getpid(),&u1,&s1); for(int i=0;i<npid;i++){double a,b; double n1=cpu_ns(pids[i],&a,&b); printf(" | pid%d cpu_s=%.3f(u%.2f+s%.2f) sched_s=%.3f cpu%%=%.1f rssKB=%ld",pids[i],a+b-u0[i]-s0[i],a-u0[i],b-s0[i],(n1-n0[i])/1e9,(n1-n0[i])/1e7/dur,rss_kb(pids[i])); }
      double b1,so1,t1; machine(&b1,&so1,&t1); printf(" | gen cpu%%=%.1f machine busy%%=%.1f steal%%=%.1f",(gn-gn0)/1e7/dur,100*(b1-mb0)/(t1-mt0),100*(so1-ms0)/(t1-mt0));
    }
    if(done&&t>=drainEnd)break;
    if(!done){ uint64_t due=t0+tick*(uint64_t)tickus*1000; if(t>=due){ if(t-due>lateMax&&measuring)lateMax=t-due; if(measuring&&t-due>2000000)late++; int ph=tick%nt; int i=tickstart[ph],e=tickstart[ph+1];
        while(i<e){ int id=ord[i]; int sock=(id&1)*K+(id/2)%K; int m=0; while(i<e&&m<batch){ id=ord[i]; if((id&1)*K+(id/2)%K!=sock)break; uint8_t*p=tb[m]; St*s=&st[id]; s->seq++; uint16_t q=htons((uint16_t)s->seq);memcpy(p+2,&q,2);uint32_t ts=htonl(s->seq*160);memcpy(p+4,&ts,4);uint32_t ssrc=htonl(0x53000000u+id);memcpy(p+8,&ssrc,4);memcpy(p+12,"SPBX",4);uint32_t v=id;memcpy(p+16,&v,4);memcpy(p+20,&s->seq,4);uint64_t sn=now();memcpy(p+24,&sn,8);tm[m].msg_hdr.msg_name=&dst[id];tm[m].msg_hdr.msg_namelen=sizeof dst[id]; m++;i++; }
          int off=0; while(off<m){ int r=sendmmsg(fd[sock],tm+off,m-off,0); if(r<=0){ if(errno==EINTR)continue; senderr++; off++; } else off+=r; } if(measuring)txm+=m; }
        tick++; if(((t-due)/1000)<(uint64_t)tickus) {} else continue; } }
    // receive
    uint64_t due=t0+tick*(uint64_t)tickus*1000; t=now(); int to=0; if(done)to=5; else if(due>t+1000000)to=(due-t)/1000000; 
    struct timespec tsw={0,0}; if(!spin&&!done&&due>t+20000){tsw.tv_nsec=due-t-10000;} if(done)tsw.tv_nsec=5000000; (void)to;
    int n=epoll_pwait2(ep,ev,64,&tsw,0); for(int k=0;k<n;k++){ int s=ev[k].data.u32; for(;;){ for(int i=0;i<MB;i++){rm[i].msg_hdr.msg_control=cb[i];rm[i].msg_hdr.msg_controllen=128;rm[i].msg_hdr.msg_name=0;}
        int r=recvmmsg(fd[s],rm,MB,0,0); if(r<=0)break; for(int i=0;i<r;i++){ uint8_t*p=rb[i]; if(rm[i].msg_len<32||memcmp(p+12,"SPBX",4)){rxbad++;continue;} uint32_t id,seq;uint64_t sn;memcpy(&id,p+16,4);memcpy(&seq,p+20,4);memcpy(&sn,p+24,8); if(id>=(uint32_t)S){rxbad++;continue;} St*x=&st[id];
            struct cmsghdr*cm=CMSG_FIRSTHDR(&rm[i].msg_hdr); uint64_t rn=0; for(;cm;cm=CMSG_NXTHDR(&rm[i].msg_hdr,cm)) if(cm->cmsg_level==SOL_SOCKET&&cm->cmsg_type==SCM_TIMESTAMPNS){struct timespec ts;memcpy(&ts,CMSG_DATA(cm),sizeof ts);rn=ts.tv_sec*1000000000ull+ts.tv_nsec;} if(!rn)rn=now();
            if(!measuring||seq<=x->warmseq)continue; x->rx++; rxm++; hadd(rn>sn?rn-sn:0); if(x->got){ double D=fabs((double)(int64_t)(rn-x->lastR)-(double)(int64_t)(sn-x->lastS)); x->jit+=(D-x->jit)/16; if(seq<x->lastseq)x->ooo++; else if(seq==x->lastseq)x->dup++; } x->got=1;x->lastS=sn;x->lastR=rn;x->lastseq=seq; }
        if(r<MB)break; } }
  }
  uint64_t tx=0,rx=0,silent=0,ooo=0,dup=0; double js=0,jm=0; for(int i=0;i<S;i++){uint64_t e=st[i].seq-st[i].warmseq; tx+=e; rx+=st[i].rx; ooo+=st[i].ooo;dup+=st[i].dup; if(!st[i].rx)silent++; js+=st[i].jit; if(st[i].jit>jm)jm=st[i].jit;}
  printf(" | tx=%lu rx=%lu loss%%=%.4f silent=%lu ooo=%lu dup=%lu bad=%lu senderr=%lu | lat_us min=%.1f p50=%.1f p90=%.1f p99=%.1f p99.9=%.1f max=%.1f mean=%.1f | jitter_us mean=%.1f max=%.1f | genlate>2ms=%lu max=%.2fms pps=%.0f\n",tx,rx,tx?100.0*((double)tx-(double)rx)/tx:0,silent,ooo,dup,rxbad,senderr,hmin/1e3,hq(.5),hq(.9),hq(.99),hq(.999),hmax/1e3,hcount?hsum/hcount/1e3:0,js/S/1e3,jm/1e3,late,lateMax/1e6,tx/dur);
  return 0; }
